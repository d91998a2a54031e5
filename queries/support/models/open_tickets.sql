/*---
name       = "open_tickets"
time       = "day"
key        = ["ticket_id", "day"]
dimensions = ["ticket_channel", "team", "agent", "priority", "is_answered", "ticket_id"]
---*/
-- One row a ticket and day at whose end it was open, from the day it was made to the day before it was solved, and no later than the
-- tickets reach, also those that are spam or merged: else the backlog of a last day that has only such would be 0. A help desk sends a
-- ticket as it is now: one that was opened again counts as open until it was last solved, also on days on which it was solved for a time.
SELECT ticket_id,
       created_at,
       cast(cast('1970-01-01' AS DATE) + since AS DATE)  AS day,
       since - first_since                                AS age_days,
       ticket_channel, team, agent, priority,
       -- On that day, not now.
       coalesce(replied_since <= since, FALSE)            AS is_answered
FROM (SELECT *, unnest(range(first_since, least(coalesce(solved_since, reaches_to + 1), reaches_to + 1))) AS since
      FROM (SELECT ticket_id, created_at, ticket_channel, team, agent, priority,
                   local_day(created_at) - cast('1970-01-01' AS DATE)     AS first_since,
                   local_day(first_reply_at) - cast('1970-01-01' AS DATE) AS replied_since,
                   local_day(solved_at) - cast('1970-01-01' AS DATE)      AS solved_since,
                   reach.reaches_to
            FROM support_tickets
            CROSS JOIN (SELECT local_day(max(greatest(created_at, first_reply_at, solved_at))) - cast('1970-01-01' AS DATE) AS reaches_to
                        FROM tickets) AS reach))

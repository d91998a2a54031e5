/*---
name       = "support_tickets"
time       = "created_at"
key        = ["ticket_id"]
dimensions = [
  "ticket_channel", "status", "team", "agent", "priority", "created_by", "is_answered", "is_solved", "is_reopened", "weekday",
  "customer_id", "visitor_id", "ticket_id",
]
---*/
-- One row a ticket that somebody has to work on: what was merged into another, is spam or was deleted is none. Times are those of
-- the calendar, weekends and nights included. A moment before the ticket was made is none. `by_agent` marks tickets that an agent
-- opened: there was no one to reply to. The flags that end in `_known` are alike in every row: whether the help desk says such a thing.
SELECT ticket_id,
       created_at,
       CASE WHEN first_reply_at >= created_at THEN first_reply_at END                       AS first_reply_at,
       CASE WHEN solved_at >= created_at THEN solved_at END                                 AS solved_at,
       CASE WHEN first_reply_at >= created_at
            THEN extract(epoch FROM first_reply_at) - extract(epoch FROM created_at) END    AS reply_seconds,
       CASE WHEN solved_at >= created_at
            THEN extract(epoch FROM solved_at) - extract(epoch FROM created_at) END         AS solve_seconds,
       coalesce(first_reply_at >= created_at, FALSE)                                        AS is_answered,
       coalesce(solved_at >= created_at, FALSE)                                             AS is_solved,
       coalesce(reopened > 0, FALSE)                                                        AS is_reopened,
       coalesce(created_by = 'agent', FALSE)                                                AS by_agent,
       public_replies,
       reopened,
       satisfaction,
       count(first_reply_at) OVER () > 0                                                    AS replies_known,
       count(solved_at) OVER () > 0                                                         AS solutions_known,
       coalesce(min(satisfaction) OVER () >= 1 AND max(satisfaction) OVER () <= 5, FALSE)   AS is_scale_known,
       channel                                                                              AS ticket_channel,
       status, team, agent, priority, created_by, customer_id, visitor_id,
       cast(extract(isodow FROM local_day(created_at)) AS INT)                              AS weekday
FROM tickets
WHERE status IS NULL OR lower(status) NOT IN ('merged', 'spam', 'deleted')

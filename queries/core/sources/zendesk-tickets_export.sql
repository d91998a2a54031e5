/*---
id        = "zendesk.tickets_export"
title     = { en = "Zendesk: tickets, of a view or of all", fr = "Zendesk : tickets, d'une vue ou tous" }
into      = "tickets"
recognise = [["Id", "Requester id", "Assignee", "Group", "Status", "Priority", "Via", "Created at", "Solved at", "Satisfaction Score",
              "Reopens", "Replies", "First reply time in minutes"]]
dates     = "Created at"
personal  = ["Requester", "Requester email", "Submitter", "Subject"]
---*/
-- The first reply is told in minutes of the calendar after the ticket was made. A good rating is a 5 of 5, a bad one a 1.
SELECT "Id"              AS ticket_id,
       "Created at"      AS created_at,
       CAST("Created at" AS TIMESTAMP) + CAST("First reply time in minutes" || ' minutes' AS INTERVAL)    AS first_reply_at,
       "Solved at"       AS solved_at,
       "Reopens"         AS reopened,
       "Replies"         AS public_replies,
       lower("Via")      AS channel,
       "Requester id"    AS customer_id,
       lower("Status")   AS status,
       "Group"           AS team,
       "Assignee"        AS agent,
       lower("Priority") AS priority,
       CASE WHEN lower("Satisfaction Score") LIKE 'good%' THEN 5
            WHEN lower("Satisfaction Score") LIKE 'bad%' THEN 1 END    AS satisfaction
FROM raw

/*---
id        = "zendesk.tickets_export"
title     = { en = "Zendesk: tickets, of a view or of all", fr = "Zendesk : tickets, d'une vue ou tous" }
into      = "tickets"
recognise = [["Id", "Requester id", "Status", "Via", "Created at", "Solved at", "Satisfaction Score", "Reopens", "Replies",
              "First reply time in minutes"]]
dates     = "Created at"
---*/
-- The first reply is told in minutes after the ticket was made, of which those outside business hours are some.
SELECT "Id"                          AS ticket_id,
       "Created at"                  AS created_at,
       CAST("Created at" AS TIMESTAMP) + CAST(nullif("First reply time in minutes", '') || ' minutes' AS INTERVAL) AS first_reply_at,
       nullif("Solved at", '')       AS solved_at,
       nullif("Reopens", '')         AS reopened,
       nullif("Replies", '')         AS public_replies,
       lower("Via")                  AS channel,
       CASE WHEN lower("Satisfaction Score") LIKE 'good%' THEN 1 WHEN lower("Satisfaction Score") LIKE 'bad%' THEN 0 END AS satisfaction
FROM raw
WHERE lower("Status") <> 'deleted'

/*---
id        = "helpdesk.tickets"
title     = { en = "A help desk's list, with hours to reply and to solve", fr = "Liste d'un centre d'aide, avec les heures de réponse et de résolution" }
into      = "tickets"
recognise = [["Ticket ID", "Created Date", "Resolved Date", "Issue Type", "Status", "Response Time (hours)", "Resolution Time (hours)"]]
dates     = "Created Date"
---*/
SELECT "Ticket ID"                    AS ticket_id,
       "Created Date"                 AS created_at,
       CAST("Created Date" AS TIMESTAMP) + CAST(nullif("Response Time (hours)", '') || ' hours' AS INTERVAL) AS first_reply_at,
       nullif("Resolved Date", '')    AS solved_at
FROM raw

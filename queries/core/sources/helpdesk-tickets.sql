/*---
id        = "helpdesk.tickets"
title     = { en = "A help desk's list, with hours to reply and to solve", fr = "Liste d'un centre d'aide, avec les heures de réponse et de résolution" }
into      = "tickets"
recognise = [["Ticket ID", "Created Date", "Resolved Date", "Priority", "Agent Assigned", "Status", "Response Time (hours)",
              "Resolution Time (hours)"]]
dates     = "Created Date"
---*/
SELECT "Ticket ID"         AS ticket_id,
       "Created Date"      AS created_at,
       CAST("Created Date" AS TIMESTAMP) + CAST("Response Time (hours)" || ' hours' AS INTERVAL) AS first_reply_at,
       "Resolved Date"     AS solved_at,
       lower("Status")     AS status,
       "Agent Assigned"    AS agent,
       lower("Priority")   AS priority
FROM raw

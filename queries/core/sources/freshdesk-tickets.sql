/*---
id        = "freshdesk.tickets"
title     = { en = "Freshdesk: Tickets > Export", fr = "Freshdesk : Tickets > Exporter, en anglais" }
into      = "tickets"
recognise = [["Ticket ID", "Status", "Priority", "Source", "Agent", "Group", "Created time", "Resolved time", "Closed time",
              "Initial response time", "First response time (in hrs)", "Resolution time (in hrs)"]]
dates     = "Created time"
---*/
-- Its durations are of business hours, and often empty: the moments tell more.
SELECT "Ticket ID"                                 AS ticket_id,
       "Created time"                              AS created_at,
       "Initial response time"                     AS first_reply_at,
       coalesce("Resolved time", "Closed time")    AS solved_at,
       lower("Source")                             AS channel,
       lower("Status")                             AS status,
       "Group"                                     AS team,
       "Agent"                                     AS agent,
       lower("Priority")                           AS priority
FROM raw

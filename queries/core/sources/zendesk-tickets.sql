/*---
id        = "zendesk.tickets"
title     = { en = "Zendesk: tickets, as Fivetran lays them out", fr = "Zendesk : tickets, tels que Fivetran les dispose" }
into      = "tickets"
recognise = [["id", "created_at", "updated_at", "status", "via_channel", "ticket_form_id"]]
personal  = ["description", "recipient", "subject", "via_source_from_title", "via_source_to_address", "via_source_to_name"]

[source]
columns  = ["requester_id", "assignee_id", "group_id", "priority"]
timezone = "UTC"
---*/
-- Deleted tickets come with their status, and no model counts them. The first reply stands in the comments, which are another file: it
-- stays empty here, and a model finds it among those of `zendesk.comments`.
SELECT id                                                                     AS ticket_id,
       created_at,
       CASE WHEN status IN ('solved', 'closed') THEN updated_at END           AS solved_at,
       via_channel                                                            AS channel,
       nullif(requester_id, '')                                               AS customer_id,
       status,
       nullif(group_id, '')                                                   AS team,
       nullif(assignee_id, '')                                                AS agent,
       nullif(priority, '')                                                   AS priority
FROM raw

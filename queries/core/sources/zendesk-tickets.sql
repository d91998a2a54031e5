/*---
id        = "zendesk.tickets"
title     = { en = "Zendesk: tickets, as Fivetran lays them out", fr = "Zendesk : tickets, tels que Fivetran les dispose" }
into      = "tickets"
recognise = [["id", "created_at", "updated_at", "status", "via_channel", "ticket_form_id"]]

[source]
timezone = "UTC"
---*/
-- Deleted tickets are left out. The first reply stands in the comments, which are another file: it stays empty.
SELECT id                                                                     AS ticket_id,
       created_at,
       CASE WHEN status IN ('solved', 'closed') THEN updated_at END           AS solved_at,
       via_channel                                                            AS channel
FROM raw
WHERE status <> 'deleted'

/*---
id        = "intercom.conversations"
title     = { en = "Intercom: conversations, as Fivetran lays them out", fr = "Intercom : conversations, telles que Fivetran les dispose" }
into      = "tickets"
recognise = [["id", "created_at", "updated_at", "state", "source_type", "first_contact_reply_created_at", "conversation_rating_value",
              "_fivetran_active"]]

[source]
timezone = "UTC"
---*/
-- Of each conversation the row that holds now.
SELECT id                                                AS ticket_id,
       created_at,
       first_contact_reply_created_at                    AS first_reply_at,
       CASE WHEN state = 'closed' THEN updated_at END    AS solved_at,
       source_type                                       AS channel,
       state                                             AS status,
       conversation_rating_value                         AS satisfaction
FROM raw
WHERE lower(_fivetran_active) = 'true'

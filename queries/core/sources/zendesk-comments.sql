/*---
id        = "zendesk.comments"
title     = { en = "Zendesk: comments of tickets, as Fivetran lays them out", fr = "Zendesk : commentaires des tickets, tels que Fivetran les dispose" }
into      = "zendesk_comments"
recognise = [["id", "ticket_id", "created", "user_id", "public", "voice_comment"]]
personal  = ["body"]

[source]
timezone = "UTC"

[table]
time    = "at"
key     = ["comment_id"]
columns = { comment_id = "text", ticket_id = "text", at = "timestamp", author = "text", is_public = "boolean" }
---*/
-- Beside `zendesk.tickets`: the first public comment of somebody else than who asked is the first reply. What was written is left out.
SELECT id           AS comment_id,
       ticket_id,
       created      AS at,
       user_id      AS author,
       "public"     AS is_public
FROM raw

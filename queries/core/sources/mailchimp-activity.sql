/*---
id        = "mailchimp.activity"
title     = { en = "Mailchimp: what members did, as Fivetran lays it out", fr = "Mailchimp : activité des membres, telle que Fivetran la dispose" }
into      = "events"
recognise = [["action", "campaign_id", "member_id", "timestamp", "url"]]

[source]
timezone = "UTC"
---*/
SELECT "timestamp"            AS event_time,
       'email_' || action     AS event_name,
       member_id              AS visitor_id,
       campaign_id            AS campaign,
       url                    AS page_location
FROM raw

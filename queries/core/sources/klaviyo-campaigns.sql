/*---
id        = "klaviyo.campaigns"
title     = { en = "Klaviyo: campaigns", fr = "Klaviyo : campagnes, en anglais" }
into      = "email_campaigns"
recognise = [["Campaign Name", "Subject", "Send Time", "Total Recipients", "Successful Deliveries", "Bounces", "Unique Opens", "Unique Clicks",
              "Unsubscribes", "Revenue", "Campaign ID"]]
dates     = "Send Time"

[table]
time    = "sent_at"
key     = ["campaign_id"]
columns = { campaign_id = "text", campaign = "text", subject = "text", sent_at = "timestamp", recipients = "integer", delivered = "integer", bounces = "integer", opens = "integer", clicks = "integer", unsubscribes = "integer", revenue = "decimal" }
---*/
-- Opens and clicks are people, each once a campaign. Its revenue is the mailer's attribution: the shop has those orders, too.
SELECT "Campaign ID"              AS campaign_id,
       "Campaign Name"            AS campaign,
       "Subject"                  AS subject,
       "Send Time"                AS sent_at,
       "Total Recipients"         AS recipients,
       "Successful Deliveries"    AS delivered,
       "Bounces"                  AS bounces,
       "Unique Opens"             AS opens,
       "Unique Clicks"            AS clicks,
       "Unsubscribes"             AS unsubscribes,
       "Revenue"                  AS revenue
FROM raw

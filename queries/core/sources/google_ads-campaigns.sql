/*---
id        = "google_ads.campaigns"
title     = { en = "Google Ads: campaign report of a whole time", fr = "Google Ads : rapport sur les campagnes, sur toute une période, en anglais" }
into      = "ad_campaigns"
recognise = [["Campaign", "Campaign type", "Currency code", "Impr.", "Cost", "Conversions"]]
currency  = "Currency code"

[source]
totals = ["Total: *"]
nulls  = ["--"]

[table]
columns = { campaign = "text", campaign_type = "text", cost = "decimal", currency = "text", impressions = "integer", conversions = "decimal" }
---*/
-- Of the whole time that the report was made for: no row has a day, so they make no `spend`. Segment the report by day for that.
SELECT "Campaign"         AS campaign,
       "Campaign type"    AS campaign_type,
       "Cost"             AS cost,
       "Currency code"    AS currency,
       "Impr."            AS impressions,
       "Conversions"      AS conversions
FROM raw

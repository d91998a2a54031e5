/*---
id        = "google_ads.daily"
title     = { en = "Google Ads: campaign report by day", fr = "Google Ads : rapport sur les campagnes par jour" }
into      = "spend"
recognise = [["Day", "Campaign", "Currency code", "Cost", "Impr.", "Clicks"]]
currency  = "Currency code"

[source]
columns = ["Campaign ID", "Ad group"]
totals = ["Total: *"]
nulls  = ["--"]
---*/
-- Only a report that is segmented by day: one of weeks, months or a whole time has no column `Day`, and its rows belong to none.
SELECT "Day"              AS date,
       'google'           AS source,
       'cpc'              AS medium,
       "Campaign ID"      AS campaign_id,
       "Campaign"         AS campaign,
       "Ad group"         AS ad_group,
       "Cost"             AS cost,
       "Currency code"    AS currency,
       "Clicks"           AS clicks,
       "Impr."            AS impressions
FROM raw

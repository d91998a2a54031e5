/*---
id        = "google_ads.overview"
title     = { en = "Google Ads: overview, the account by day", fr = "Google Ads : aperçu, le compte par jour, en anglais" }
into      = "spend"
recognise = [["Date", "Clicks", "Impressions", "Avg. CPC", "Cost"]]
currency  = ""
---*/
-- The whole account, without campaigns: not beside a report of these. Amounts are in the account's currency.
SELECT "Date"           AS date,
       'google'         AS source,
       'cpc'            AS medium,
       "Cost"           AS cost,
       "Clicks"         AS clicks,
       "Impressions"    AS impressions
FROM raw

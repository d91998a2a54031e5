/*---
id        = "linkedin_ads.daily"
title     = { en = "LinkedIn Ads: performance by day", fr = "LinkedIn Ads : performances par jour, en anglais" }
into      = "spend"
recognise = [["Start Date (in UTC)", "Account Name", "Campaign Name", "Currency", "Total Spent", "Impressions", "Clicks"]]
currency  = "Currency"
dates     = "Start Date (in UTC)"
---*/
-- A report made by day: a row has no last day, and one of a month would be on its first.
SELECT "Start Date (in UTC)"    AS date,
       'linkedin'               AS source,
       'paid_social'            AS medium,
       "Account Name"           AS account,
       "Campaign Name"          AS campaign,
       "Total Spent"            AS cost,
       "Currency"               AS currency,
       "Clicks"                 AS clicks,
       "Impressions"            AS impressions
FROM raw

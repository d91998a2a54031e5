/*---
id        = "meta_ads.ads"
title     = { en = "Meta Ads: ads by age and gender, of a whole time", fr = "Meta Ads : annonces par âge et genre, sur toute une période" }
into      = "meta_ads"
recognise = [["ad_id", "xyz_campaign_id", "fb_campaign_id", "age", "gender", "interest", "Impressions", "Clicks", "Spent", "Total_Conversion",
              "Approved_Conversion"]]
currency  = ""

[table]
key     = ["ad_id"]
columns = { ad_id = "text", campaign = "text", age = "text", gender = "text", interest = "text", cost = "number", clicks = "integer", impressions = "integer", conversions = "number", approved = "number" }
---*/
-- Of the whole time that the report was made for: no row has a day, so they make no `spend`. Costs have more decimals than amounts keep.
SELECT ad_id,
       xyz_campaign_id          AS campaign,
       age,
       gender,
       interest,
       "Spent"                  AS cost,
       "Clicks"                 AS clicks,
       "Impressions"            AS impressions,
       "Total_Conversion"       AS conversions,
       "Approved_Conversion"    AS approved
FROM raw

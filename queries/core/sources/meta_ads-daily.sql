/*---
id        = "meta_ads.daily"
title     = { en = "Meta Ads: campaigns by day", fr = "Meta Ads : campagnes par jour, en anglais" }
into      = "spend"
recognise = [["Reporting starts", "Reporting ends", "Campaign name", "Amount spent ({currency})", "Impressions", "Link clicks"]]
currency  = "Amount spent ({currency})"
dates     = "Reporting starts"

[source]
columns = ["Campaign ID", "Ad set name"]
---*/
-- A row that covers more than a day belongs to none and is left out, with the reason: break the report down by day. Rows of ad sets and of
-- ads add up to campaigns; those broken down by age or place do, too, but for people reached.
SELECT CASE WHEN "Reporting starts" = "Reporting ends" THEN "Reporting starts" END    AS date,
       'facebook'                                                                     AS source,
       'paid_social'                                                                  AS medium,
       "Campaign ID"                                                                  AS campaign_id,
       "Campaign name"                                                                AS campaign,
       "Ad set name"                                                                  AS ad_group,
       "Amount spent ({currency})"                                                    AS cost,
       '{currency}'                                                                   AS currency,
       "Link clicks"                                                                  AS clicks,
       "Impressions"                                                                  AS impressions
FROM raw

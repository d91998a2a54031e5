/*---
id        = "google_ads.daily_fr"
title     = { en = "Google Ads: campaign report by day, in French", fr = "Google Ads : rapport sur les campagnes par jour, en français" }
into      = "spend"
recognise = [["Jour", "Campagne", "Code de la devise", "Coût", "Impr.", "Clics"]]
currency  = "Code de la devise"

[source]
columns = ["ID de la campagne"]
totals  = ["Total : *", "Total: *", "Total : *"]
nulls   = ["--"]
---*/
-- Only a report that is segmented by day: one of weeks, months or a whole time has no column `Jour`, and its rows belong to none.
SELECT "Jour"                 AS date,
       'google'               AS source,
       'cpc'                  AS medium,
       "ID de la campagne"    AS campaign_id,
       "Campagne"             AS campaign,
       "Coût"                 AS cost,
       "Code de la devise"    AS currency,
       "Clics"                AS clicks,
       "Impr."                AS impressions
FROM raw

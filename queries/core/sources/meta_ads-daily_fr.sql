/*---
id        = "meta_ads.daily_fr"
title     = { en = "Meta Ads: campaigns by day, in French", fr = "Meta Ads : campagnes par jour, en français" }
into      = "spend"
recognise = [["Début des rapports", "Fin des rapports", "Nom de la campagne", "Montant dépensé ({currency})", "Impressions", "Clics sur le lien"]]
currency  = "Montant dépensé ({currency})"
dates     = "Début des rapports"
---*/
-- A row that covers more than a day belongs to none and is left out, with the reason: break the report down by day. Rows of ad sets and of
-- ads add up to campaigns; those broken down by age or place do, too, but for people reached.
SELECT CASE WHEN "Début des rapports" = "Fin des rapports" THEN "Début des rapports" END    AS date,
       'facebook'                                                                           AS source,
       'paid_social'                                                                        AS medium,
       "Nom de la campagne"                                                                 AS campaign,
       "Montant dépensé ({currency})"                                                       AS cost,
       '{currency}'                                                                         AS currency,
       "Clics sur le lien"                                                                  AS clicks,
       "Impressions"                                                                        AS impressions
FROM raw

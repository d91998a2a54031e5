/*---
id        = "microsoft_ads.daily"
title     = { en = "Microsoft Ads: daily campaign report", fr = "Microsoft Ads : rapport quotidien des campagnes" }
into      = "spend"
recognise = [["date", "account_id", "campaign_id", "currency_code", "clicks", "impressions", "spend", "bid_match_type"]]
currency  = "currency_code"
---*/
-- A row a campaign, day, device, network and match type; they add up.
SELECT date,
       'bing'           AS source,
       'cpc'            AS medium,
       account_id       AS account,
       campaign_id      AS campaign_id,
       campaign_id      AS campaign,
       spend            AS cost,
       currency_code    AS currency,
       clicks,
       impressions
FROM raw

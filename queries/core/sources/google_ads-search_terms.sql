/*---
id        = "google_ads.search_terms"
title     = { en = "Google Ads: search terms report", fr = "Google Ads : rapport sur les termes de recherche" }
into      = "search_terms"
recognise = [["Search term", "Match type", "Campaign", "Ad group", "Keyword", "Impr.", "Clicks", "Currency code", "Cost", "Conversions"]]
currency  = "Currency code"

[source]
totals = ["Total: *"]
nulls  = ["--"]

[table]
columns = { search_term = "text", match_type = "text", campaign = "text", ad_group = "text", keyword = "text", impressions = "integer", clicks = "integer", cost = "decimal", currency = "text", conversions = "decimal" }
---*/
-- Of the whole time that the report was made for: no row has a day, so they make no `spend`.
SELECT "Search term"      AS search_term,
       "Match type"       AS match_type,
       "Campaign"         AS campaign,
       "Ad group"         AS ad_group,
       "Keyword"          AS keyword,
       "Impr."            AS impressions,
       "Clicks"           AS clicks,
       "Cost"             AS cost,
       "Currency code"    AS currency,
       "Conversions"      AS conversions
FROM raw

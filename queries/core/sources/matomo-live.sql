/*---
id        = "matomo.live"
title     = { en = "Matomo: last visits, as JSON", fr = "Matomo : dernières visites, en JSON" }
into      = "events"
recognise = [["idVisit", "visitorId", "actionDetails", "serverTimestamp", "lastActionTimestamp"]]
currency  = "siteCurrency"
hash      = ["user_id"]
personal  = ["visitIp", "fingerprint"]

[source]
columns  = ["userId", "countryCode", "siteCurrency"]
timezone = "UTC"
---*/
-- A visit an object, with its actions in a list. An order is an action, too: `ecommerceOrder`; a cart that was left is none.
SELECT json_get(action, 'timestamp')                                                      AS event_time,
       CASE json_get(action, 'type') WHEN 'action' THEN 'page_view' WHEN 'ecommerceOrder' THEN 'purchase' WHEN 'download' THEN 'file_download'
            WHEN 'search' THEN 'view_search_results' WHEN 'outlink' THEN 'click' ELSE json_get(action, 'type') END    AS event_name,
       visitor                                                                            AS visitor_id,
       nullif(person, '')                                                                 AS user_id,
       visit                                                                              AS session_id,
       json_get(action, 'url')                                                            AS page_location,
       json_get(action, 'pageTitle')                                                      AS page_title,
       json_get(action, 'orderId')                                                        AS transaction_id,
       CASE WHEN json_get(action, 'type') = 'ecommerceOrder' THEN json_get(action, 'revenue') END    AS value,
       CASE WHEN json_get(action, 'type') = 'ecommerceOrder' THEN upper(currency) END     AS currency,
       upper(land)                                                                        AS country
FROM (SELECT "idVisit" AS visit, "visitorId" AS visitor, "userId" AS person, "countryCode" AS land, "siteCurrency" AS currency,
             unnest(json_list("actionDetails")) AS action
      FROM raw)
WHERE json_get(action, 'type') <> 'ecommerceAbandonedCart'

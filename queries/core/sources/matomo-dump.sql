/*---
id        = "matomo.dump"
title     = { en = "Matomo: tables of its log, as JSON (the export of a visitor's data)", fr = "Matomo : tables de son journal, en JSON (l'export des données d'un visiteur)" }
into      = "events"
recognise = [["log_visit", "log_link_visit_action", "log_action_log_link_visit_action_idaction_url",
              "log_action_log_link_visit_action_idaction_name"]]
currency  = ""

[source]
columns  = ["log_conversion", "log_conversion_item", "log_action_log_conversion_item_idaction_sku", "log_action_log_conversion_item_idaction_name"]
timezone = "UTC"
---*/
-- One object whose keys are tables: an action a row, with its address and title out of two others, and a conversion a row: goal 0 is
-- an order, -1 a cart that was left. An event, a piece of content and a search stand on a page, and are no view of it. Its times are UTC,
-- its amounts in the site's currency. A visitor's sessions are Matomo's visits.
WITH actions     AS (SELECT unnest(json_list(log_link_visit_action)) AS action FROM raw),
     urls        AS (SELECT unnest(json_list(log_action_log_link_visit_action_idaction_url)) AS url FROM raw),
     titles      AS (SELECT unnest(json_list(log_action_log_link_visit_action_idaction_name)) AS title FROM raw),
     conversions AS (SELECT unnest(json_list(log_conversion)) AS conversion FROM raw),
     lines       AS (SELECT unnest(json_list(log_conversion_item)) AS line FROM raw),
     skus        AS (SELECT unnest(json_list(log_action_log_conversion_item_idaction_sku)) AS sku FROM raw),
     names       AS (SELECT unnest(json_list(log_action_log_conversion_item_idaction_name)) AS name FROM raw),
     baskets     AS (SELECT json_get(line, 'idvisit') AS visit, json_get(line, 'idorder') AS bought,
                            array_agg(named_struct('item_id', json_get(sku, 'name'), 'item_name', json_get(name, 'name'),
                                                   'price', json_get(line, 'price'), 'quantity', json_get(line, 'quantity'))) AS items
                     FROM lines
                     LEFT JOIN skus  ON json_get(sku, 'idaction') = json_get(line, 'idaction_sku')
                     LEFT JOIN names ON json_get(name, 'idaction') = json_get(line, 'idaction_name')
                     WHERE coalesce(json_get(line, 'deleted'), '0') = '0'
                     GROUP BY 1, 2)
SELECT 'matomo-' || json_get(action, 'idlink_va')                                        AS event_id,
       json_get(action, 'server_time')                                                   AS event_time,
       CASE WHEN nullif(json_get(action, 'idaction_event_category'), '0') IS NOT NULL THEN 'event'
            WHEN nullif(json_get(action, 'idaction_content_name'), '0') IS NOT NULL THEN 'content'
            WHEN coalesce(json_get(action, 'search_cat'), json_get(action, 'search_count')) IS NOT NULL THEN 'view_search_results'
            WHEN json_get(url, 'name') LIKE 'http%' THEN 'page_view' ELSE 'action' END   AS event_name,
       json_get(action, 'idvisitor')                                                     AS visitor_id,
       json_get(action, 'idvisit')                                                       AS session_id,
       CASE WHEN json_get(url, 'name') LIKE 'http%' THEN json_get(url, 'name') END       AS page_location,
       CASE WHEN coalesce(json_get(action, 'search_cat'), json_get(action, 'search_count')) IS NULL THEN json_get(title, 'name') END  AS page_title,
       CASE WHEN coalesce(json_get(action, 'search_cat'), json_get(action, 'search_count')) IS NOT NULL THEN json_get(title, 'name') END AS search_term,
       json_get(action, 'search_count')                                                  AS search_results,
       NULL AS transaction_id, NULL AS value, NULL AS tax, NULL AS shipping, NULL AS discount, NULL AS items
FROM actions
LEFT JOIN urls   ON json_get(url, 'idaction') = json_get(action, 'idaction_url')
LEFT JOIN titles ON json_get(title, 'idaction') = json_get(action, 'idaction_name')
UNION ALL
SELECT 'matomo-' || json_get(conversion, 'idvisit') || '-' || json_get(conversion, 'idgoal') || '-' || json_get(conversion, 'buster'),
       json_get(conversion, 'server_time'),
       CASE json_get(conversion, 'idgoal') WHEN '0' THEN 'purchase' ELSE 'goal' END,
       json_get(conversion, 'idvisitor'),
       json_get(conversion, 'idvisit'),
       nullif(json_get(conversion, 'url'), ''),
       NULL, NULL, NULL,
       json_get(conversion, 'idorder'),
       CASE WHEN json_get(conversion, 'idgoal') = '0' THEN json_get(conversion, 'revenue') END,
       json_get(conversion, 'revenue_tax'),
       json_get(conversion, 'revenue_shipping'),
       json_get(conversion, 'revenue_discount'),
       items
FROM conversions
LEFT JOIN baskets ON visit = json_get(conversion, 'idvisit') AND bought = json_get(conversion, 'idorder')
WHERE json_get(conversion, 'idgoal') <> '-1'

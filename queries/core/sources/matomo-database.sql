/*---
id        = "matomo.database"
title     = { en = "Matomo: actions and conversions out of its database, by the connector adbc or as CSV", fr = "Matomo : actions et conversions de sa base de données, par le connecteur adbc ou en CSV" }
into      = "events"
recognise = [["idlink_va", "idgoal", "buster", "idvisit", "idvisitor", "user_id", "server_time", "type", "url_prefix", "url", "title", "is_event",
              "is_content", "search_count", "idorder", "revenue", "revenue_tax", "revenue_shipping", "revenue_discount"]]
currency  = ""
hash      = ["user_id"]

[source]
timezone = "UTC"
---*/
-- The rows of the query that docs/recipes.md has: an action a row, and a conversion a row. Goal 0 is an order. An address is kept without its
-- beginning, which its prefix tells; type 2 is a link that leads out, 3 a download. Times are UTC, amounts in the site's currency.
SELECT 'matomo-' || coalesce(nullif(CAST(idlink_va AS VARCHAR), ''),
                             CAST(idvisit AS VARCHAR) || '-' || CAST(idgoal AS VARCHAR) || '-' || CAST(buster AS VARCHAR))    AS event_id,
       server_time                                                                    AS event_time,
       CASE WHEN CAST(idgoal AS VARCHAR) = '0' THEN 'purchase'
            WHEN coalesce(CAST(idgoal AS VARCHAR), '') <> '' THEN 'goal'
            WHEN CAST(is_event AS VARCHAR) = '1' THEN 'event'
            WHEN CAST(is_content AS VARCHAR) = '1' THEN 'content'
            WHEN coalesce(CAST(search_count AS VARCHAR), '') <> '' OR CAST("type" AS VARCHAR) = '8' THEN 'view_search_results'
            ELSE CASE CAST("type" AS VARCHAR) WHEN '1' THEN 'page_view' WHEN '2' THEN 'click' WHEN '3' THEN 'file_download' ELSE 'action' END
       END                                                                            AS event_name,
       lower(idvisitor)                                                               AS visitor_id,
       nullif(user_id, '')                                                            AS user_id,
       idvisit                                                                        AS session_id,
       CASE CAST(url_prefix AS VARCHAR) WHEN '0' THEN 'http://' WHEN '1' THEN 'http://www.' WHEN '2' THEN 'https://' WHEN '3' THEN 'https://www.'
            ELSE '' END || nullif(url, '')                                            AS page_location,
       nullif(title, '')                                                              AS page_title,
       nullif(idorder, '')                                                            AS transaction_id,
       CASE WHEN CAST(idgoal AS VARCHAR) = '0' THEN revenue END                       AS value,
       CASE WHEN CAST(idgoal AS VARCHAR) = '0' THEN revenue_tax END                   AS tax,
       CASE WHEN CAST(idgoal AS VARCHAR) = '0' THEN revenue_shipping END              AS shipping,
       CASE WHEN CAST(idgoal AS VARCHAR) = '0' THEN revenue_discount END              AS discount
FROM raw

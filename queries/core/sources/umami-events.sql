/*---
id        = "umami.events"
title     = { en = "Umami: its table website_event, by the connector adbc or as CSV", fr = "Umami : sa table website_event, par le connecteur adbc ou en CSV" }
into      = "events"
recognise = [["event_id", "website_id", "session_id", "visit_id", "created_at", "url_path", "url_query", "referrer_path", "referrer_domain",
              "page_title", "event_type", "event_name", "hostname", "utm_source", "utm_medium", "utm_campaign"]]

[source]
timezone = "UTC"
---*/
-- Umami's session is a visitor of a month, and its visit a session. Type 1 is a page, 2 an event. From the database: `connector = "adbc"`,
-- `table = "website_event"` and a `cursor = "created_at"` beside `like`.
SELECT event_id,
       created_at                     AS event_time,
       CASE WHEN CAST(event_type AS INT) = 1 THEN 'page_view' ELSE event_name END    AS event_name,
       session_id                     AS visitor_id,
       visit_id                       AS session_id,
       'https://' || hostname || url_path ||
         CASE WHEN coalesce(url_query, '') <> '' THEN '?' || url_query ELSE '' END   AS page_location,
       page_title,
       CASE WHEN coalesce(referrer_domain, '') <> ''
            THEN 'https://' || referrer_domain || coalesce(referrer_path, '') END    AS page_referrer,
       nullif(utm_source, '')         AS source,
       nullif(utm_medium, '')         AS medium,
       nullif(utm_campaign, '')       AS campaign
FROM raw
WHERE CAST(event_type AS INT) IN (1, 2)

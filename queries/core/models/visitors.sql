/*---
name = "visitors"
time = "first_seen"
key  = ["visitor_id"]
---*/
-- What a visitor is grouped by comes from the first session. Revenue in several currencies has no sum: it is null, and `currency`
-- names them, as `EUR+JPY`.
SELECT visitor_id,
       min(session_start)                                    AS first_seen,
       max(session_end)                                      AS last_seen,
       count(*)                                              AS sessions,
       cast(sum(page_views) AS BIGINT)                       AS page_views,
       cast(sum(orders) AS BIGINT)                           AS orders,
       CASE WHEN min(currency) IS NOT DISTINCT FROM max(currency) THEN sum(revenue) END AS revenue,
       min(currency) || CASE WHEN min(currency) <> max(currency) THEN '+' || max(currency) ELSE '' END AS currency,
       min(day)                                              AS first_day,
       count(DISTINCT day)                                   AS days,
       max(channel)          FILTER (WHERE visit_number = 1) AS channel,
       max(source)           FILTER (WHERE visit_number = 1) AS source,
       max(medium)           FILTER (WHERE visit_number = 1) AS medium,
       max(campaign)         FILTER (WHERE visit_number = 1) AS campaign,
       max(term)             FILTER (WHERE visit_number = 1) AS term,
       max(content)          FILTER (WHERE visit_number = 1) AS content,
       max(landing_page)     FILTER (WHERE visit_number = 1) AS landing_page,
       max(page_referrer)    FILTER (WHERE visit_number = 1) AS page_referrer,
       max(content_group)    FILTER (WHERE visit_number = 1) AS content_group,
       max(device_category)  FILTER (WHERE visit_number = 1) AS device_category,
       max(operating_system) FILTER (WHERE visit_number = 1) AS operating_system,
       max(browser)          FILTER (WHERE visit_number = 1) AS browser,
       max(country)          FILTER (WHERE visit_number = 1) AS country,
       max(region)           FILTER (WHERE visit_number = 1) AS region,
       max(city)             FILTER (WHERE visit_number = 1) AS city,
       max(language)         FILTER (WHERE visit_number = 1) AS language,
       bool_or(day - day_one = 1)                            AS active_d1,
       bool_or(day - day_one = 7)                            AS active_d7,
       bool_or(day - day_one = 30)                           AS active_d30
FROM (SELECT *, min(day) OVER (PARTITION BY visitor_id, is_bot ORDER BY session_start, place, session_id) AS day_one FROM sessions)
GROUP BY visitor_id

/*---
name       = "searches"
time       = "event_time"
key        = ["event_id"]
dimensions = [
  "term", "page_path", "found_nothing", "is_exit", "is_refined", "channel", "source", "medium", "campaign", "landing_page",
  "new_returning", "device_category", "country", "language", "visitor_id", "session_id",
]
---*/
-- One row a search inside of a session; the same term again at once is the same search: a reload, or the next page of results. A
-- session that sends view_search_results is not counted again by its search events. `is_exit`: no other page was seen, nothing
-- downloaded, sent or clicked and nothing else searched for afterwards. `is_refined`: the session's next search has another term.
WITH searching AS (
  SELECT visitor_id, session_id, is_bot, bool_or(event_name = 'view_search_results') AS has_results
  FROM hits
  WHERE session_id IS NOT NULL AND event_name IN ('search', 'view_search_results')
  GROUP BY visitor_id, session_id, is_bot
),
acts AS (
  SELECT *, sum(CASE WHEN is_search THEN 1 ELSE 0 END) OVER (PARTITION BY visitor_id, session_id, is_bot ORDER BY event_time, place, event_id) AS search_number
  FROM (SELECT hits.*,
               lower(trim(search_term)) AS searched,
               event_name = 'view_search_results' OR (event_name = 'search' AND NOT has_results) AS is_search
        FROM hits
        JOIN searching ON searching.visitor_id = hits.visitor_id AND searching.session_id = hits.session_id
                      AND searching.is_bot IS NOT DISTINCT FROM hits.is_bot
        WHERE event_name IN ('page_view', 'search', 'view_search_results', 'file_download', 'form_submit', 'select_content', 'click'))
),
-- One row a search event, and whether it led anywhere before the next: the page of its results alone is nowhere.
asked AS (
  SELECT visitor_id, session_id, is_bot, search_number,
         min(event_time) FILTER (WHERE is_search)     AS event_time,
         min(event_id) FILTER (WHERE is_search)       AS event_id,
         max(searched) FILTER (WHERE is_search)       AS term,
         max(search_results) FILTER (WHERE is_search) AS search_results,
         max(results_page)                            AS page_path,
         bool_or(event_name IN ('file_download', 'form_submit', 'select_content', 'click')
                 OR (event_name = 'page_view' AND page_path IS DISTINCT FROM results_page)) AS leads_on,
         max(channel) AS channel, max(source) AS source, max(medium) AS medium, max(campaign) AS campaign,
         max(landing_page) AS landing_page, max(new_returning) AS new_returning, max(device_category) AS device_category,
         max(country) AS country, max(language) AS language
  -- The search itself comes first.
  FROM (SELECT *, first_value(page_path) OVER (PARTITION BY visitor_id, session_id, is_bot, search_number ORDER BY event_time, place, event_id) AS results_page
        FROM acts
        WHERE search_number > 0)
  GROUP BY visitor_id, session_id, is_bot, search_number
),
-- The same term again before anything else was done goes on with the search before.
told AS (
  SELECT *,
         coalesce(lag(term) OVER steps = term AND NOT lag(leads_on) OVER steps, FALSE) AS goes_on
  FROM asked
  WINDOW steps AS (PARTITION BY visitor_id, session_id, is_bot ORDER BY search_number)
),
made AS (
  SELECT visitor_id, session_id, is_bot, run,
         min(event_time) AS event_time,
         max(event_id) FILTER (WHERE NOT goes_on) AS event_id,
         max(term)                                AS term,
         max(search_results)                      AS search_results,
         max(page_path)                           AS page_path,
         bool_or(leads_on)                        AS leads_on,
         max(channel) AS channel, max(source) AS source, max(medium) AS medium, max(campaign) AS campaign,
         max(landing_page) AS landing_page, max(new_returning) AS new_returning, max(device_category) AS device_category,
         max(country) AS country, max(language) AS language
  FROM (SELECT *, sum(CASE WHEN goes_on THEN 0 ELSE 1 END) OVER (PARTITION BY visitor_id, session_id, is_bot ORDER BY search_number) AS run
        FROM told)
  GROUP BY visitor_id, session_id, is_bot, run
)
SELECT event_time, event_id, visitor_id, session_id, is_bot, term, search_results, page_path,
       search_results = 0                                                     AS found_nothing,
       NOT leads_on AND lead(run) OVER steps IS NULL                          AS is_exit,
       lead(run) OVER steps IS NOT NULL AND lead(term) OVER steps IS DISTINCT FROM term AS is_refined,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM made
WINDOW steps AS (PARTITION BY visitor_id, session_id, is_bot ORDER BY run)

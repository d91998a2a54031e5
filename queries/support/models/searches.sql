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
-- downloaded or sent and nothing else searched for afterwards. `is_refined`: another term followed in the session.
WITH acts AS (
  SELECT hits.*,
         lower(trim(search_term)) AS searched,
         event_name = 'view_search_results'
           OR (event_name = 'search'
               AND NOT bool_or(event_name = 'view_search_results') OVER (PARTITION BY visitor_id, session_id, is_bot)) AS is_search,
         row_number() OVER (PARTITION BY visitor_id, session_id, is_bot ORDER BY event_time, place, event_id) AS nth
  FROM hits
  WHERE session_id IS NOT NULL
    AND event_name IN ('page_view', 'search', 'view_search_results', 'file_download', 'form_submit', 'select_content', 'click')
),
asked AS (
  SELECT *,
         lag(searched) OVER (PARTITION BY visitor_id, session_id, is_bot ORDER BY nth)  AS before,
         lead(searched) OVER (PARTITION BY visitor_id, session_id, is_bot ORDER BY nth) AS after,
         row_number() OVER (PARTITION BY visitor_id, session_id, is_bot ORDER BY nth)   AS search_number
  FROM acts
  WHERE is_search
),
-- One row a run of searches for the same term; what follows is what follows its last.
runs AS (
  SELECT asked.*, sum(CASE WHEN search_number > 1 AND searched = before THEN 0 ELSE 1 END)
                    OVER (PARTITION BY visitor_id, session_id, is_bot ORDER BY nth) AS run
  FROM asked
),
made AS (
  SELECT visitor_id, session_id, is_bot, run,
         min(event_time) AS event_time,
         (array_agg(event_id ORDER BY nth))[1]            AS event_id,
         max(searched)                                    AS term,
         (array_agg(search_results ORDER BY nth))[1]      AS search_results,
         (array_agg(page_path ORDER BY nth DESC))[1]      AS page_path,
         max(nth)                                         AS last_nth,
         max(channel) AS channel, max(source) AS source, max(medium) AS medium, max(campaign) AS campaign,
         max(landing_page) AS landing_page, max(new_returning) AS new_returning, max(device_category) AS device_category,
         max(country) AS country, max(language) AS language
  FROM runs
  GROUP BY visitor_id, session_id, is_bot, run
)
SELECT made.event_time, made.event_id, made.visitor_id, made.session_id, made.is_bot, made.term, made.search_results, made.page_path,
       made.search_results = 0                              AS found_nothing,
       coalesce(later.acts, 0) = 0                          AS is_exit,
       coalesce(later.searches, 0) > 0                      AS is_refined,
       made.channel, made.source, made.medium, made.campaign, made.landing_page, made.new_returning, made.device_category,
       made.country, made.language
FROM made
LEFT JOIN (SELECT made.event_id,
                  count(*)                                  AS acts,
                  count(*) FILTER (WHERE acts.is_search)    AS searches
           FROM made
           JOIN acts ON acts.visitor_id = made.visitor_id AND acts.session_id = made.session_id
            AND acts.is_bot IS NOT DISTINCT FROM made.is_bot AND acts.nth > made.last_nth
           -- The page of the results themselves, and a search event where the session's searches are told by another, lead nowhere.
           WHERE acts.is_search
              OR (acts.event_name NOT IN ('page_view', 'search'))
              OR (acts.event_name = 'page_view' AND acts.page_path IS DISTINCT FROM made.page_path)
           GROUP BY made.event_id) AS later
  ON later.event_id = made.event_id

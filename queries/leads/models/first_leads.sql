/*---
name = "first_leads"
time = "lead_at"
key  = ["visitor_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "content_group", "device_category", "country",
  "language", "visits", "visits_class", "visitor_id",
]
---*/
-- One row a visitor who became a lead on the site, at the first `generate_lead` inside of a session, with what went before it:
-- sessions and page views of the visitor up to that session, it included. What a row is grouped by is that session's.
SELECT made.visitor_id,
       made.lead_at,
       session.session_id,
       session.visit_number                                            AS visits,
       CASE WHEN session.visit_number = 1 THEN '01'
            WHEN session.visit_number = 2 THEN '02'
            WHEN session.visit_number <= 4 THEN '03-04'
            WHEN session.visit_number <= 8 THEN '05-08'
            ELSE '09+' END                                             AS visits_class,
       session.pages_so_far                                            AS pages,
       extract(epoch FROM made.lead_at) - extract(epoch FROM session.first_seen) AS seconds_to_lead,
       session.channel, session.source, session.medium, session.campaign, session.landing_page, session.new_returning,
       session.content_group, session.device_category, session.country, session.language
FROM (SELECT visitor_id, session_id, is_bot, event_time AS lead_at,
             row_number() OVER (PARTITION BY visitor_id ORDER BY event_time, place, event_id) AS nth
      FROM hits
      WHERE event_name = 'generate_lead' AND session_id IS NOT NULL) AS made
JOIN (SELECT sessions.*,
             cast(sum(page_views) OVER so_far AS BIGINT) AS pages_so_far,
             min(session_start) OVER so_far              AS first_seen
      FROM sessions
      WINDOW so_far AS (PARTITION BY visitor_id, is_bot ORDER BY session_start, place, session_id
                        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS session
  ON session.visitor_id = made.visitor_id AND session.session_id = made.session_id
 AND session.is_bot IS NOT DISTINCT FROM made.is_bot
WHERE made.nth = 1

/*---
name = "reader_cohorts"
time = "first_seen"
key  = ["visitor_id", "weeks_since"]
dimensions = [
  "weeks_since", "channel", "source", "medium", "campaign", "landing_page", "content_group", "device_category", "country", "language",
  "visitor_id",
]
---*/
-- One row a visitor and whole week since the first session, up to twelve and as far as the sessions reach. A week is 7 days, counted
-- for each visitor from the first session, so that none is cut short; week 0 holds the first session.
SELECT weeks.visitor_id,
       weeks.first_seen,
       weeks.weeks_since,
       came.visitor_id IS NOT NULL AS is_active,
       weeks.channel, weeks.source, weeks.medium, weeks.campaign, weeks.landing_page, weeks.content_group, weeks.device_category,
       weeks.country, weeks.language
FROM (SELECT reach.*,
             unnest(range(0, least(13, cast(floor((extract(epoch FROM reach.reaches_to) - extract(epoch FROM reach.first_seen))
                                                  / 604800) AS BIGINT)))) AS weeks_since
      FROM (SELECT visitors.*, max(last_seen) OVER () AS reaches_to FROM visitors) AS reach) AS weeks
LEFT JOIN (SELECT DISTINCT sessions.visitor_id,
                  cast(floor((extract(epoch FROM sessions.session_start) - extract(epoch FROM visitors.first_seen))
                             / 604800) AS BIGINT) AS weeks_since
           FROM sessions
           JOIN visitors ON visitors.visitor_id = sessions.visitor_id) AS came
  ON came.visitor_id = weeks.visitor_id AND came.weeks_since = weeks.weeks_since

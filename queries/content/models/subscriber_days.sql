/*---
name = "subscriber_days"
time = "day"
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "content_group", "device_category", "country",
  "language", "subscriber_id",
]
---*/
-- One row a subscriber and day at whose end they were one: a level, of which a longer period has its last day's
-- (`window = "1d"`). The days reach as far as the events do, those of bots among them: else a last day that only a bot came on would
-- have no subscriber. What a row is grouped by is the event's that made them one.
SELECT subscriber_id,
       unnest(range(gained, coalesce(lost, reaches_to + INTERVAL '1 day'), INTERVAL '1 day')) AS day,
       channel, source, medium, campaign, landing_page, new_returning, content_group, device_category, country, language
FROM (SELECT steps.*,
             steps.day AS gained,
             lead(steps.day) OVER (PARTITION BY steps.subscriber_id ORDER BY steps.happened_at, steps.place, steps.event_id) AS lost,
             data.reaches_to
      FROM subscriber_steps AS steps
      CROSS JOIN (SELECT max(day) AS reaches_to FROM derived_hits) AS data)
WHERE step = 'gained'

/*---
name = "subscriber_steps"
time = "happened_at"
key  = ["event_id"]
dimensions = [
  "step", "channel", "source", "medium", "campaign", "landing_page", "new_returning", "content_group", "device_category", "country",
  "language", "subscriber_id",
]
---*/
-- One row each time somebody became a subscriber (`sign_up`, `subscribe`) or ceased to be one (`unsubscribe`,
-- `cancel_subscription`). A subscriber is a user id, that of the visitor where the event has none, else the visitor. Who signs
-- up twice became one once; who leaves without having been seen to come is not known to have been one.
WITH known AS (
  SELECT visitor_id, min(user_id) AS user_id FROM hits WHERE user_id IS NOT NULL GROUP BY visitor_id
),
told AS (
  SELECT hits.*,
         coalesce(hits.user_id, known.user_id, hits.visitor_id) AS subscriber_id,
         CASE WHEN hits.event_name IN ('sign_up', 'subscribe') THEN 'gained' ELSE 'lost' END AS step
  FROM hits
  LEFT JOIN known ON known.visitor_id = hits.visitor_id
  WHERE hits.event_name IN ('sign_up', 'subscribe', 'unsubscribe', 'cancel_subscription')
),
turned AS (
  SELECT *, coalesce(lag(step) OVER (PARTITION BY subscriber_id ORDER BY event_time, place, event_id), 'lost') AS before
  FROM told
)
SELECT event_id, event_time AS happened_at, day, place, subscriber_id, step,
       channel, source, medium, campaign, landing_page, new_returning, content_group, device_category, country, language
FROM turned
WHERE step <> before

/*---
name       = "attributed_orders"
time       = "ordered_at"
dimensions = [
  "attribution", "method", "lookback_days", "channel", "source", "medium", "campaign", "landing_page", "new_returning",
  "device_category", "country", "language", "currency", "is_first_order", "order_id",
]
---*/
-- One row an order, attribution and session credited with it. Every attribution credits each order once in all: what no session
-- of the last `lookback_days` led to is credited to none. Shares are rounded to what can be paid; the last session takes the rest.
WITH near AS (
  SELECT touches.*,
         lookback.lookback_days,
         coalesce(touches.days_before <= lookback.lookback_days, FALSE) AS is_touch,
         row_number() OVER (PARTITION BY touches.order_id, lookback.lookback_days ORDER BY touches.touch_number)      AS from_first,
         row_number() OVER (PARTITION BY touches.order_id, lookback.lookback_days ORDER BY touches.touch_number DESC) AS from_last,
         row_number() OVER (PARTITION BY touches.order_id, lookback.lookback_days
                            ORDER BY coalesce(touches.channel = 'Direct', FALSE), touches.touch_number DESC)          AS from_told,
         count(*) OVER (PARTITION BY touches.order_id, lookback.lookback_days) AS sessions
  FROM touches
  CROSS JOIN (VALUES (30), (90)) AS lookback (lookback_days)
  -- The last session is kept however long ago it was, so that every order has a row.
  WHERE touches.days_before <= lookback.lookback_days OR touches.is_last
),
reached AS (
  SELECT near.*,
         cast(cast(1 AS DECIMAL(18, 6)) / sessions AS DECIMAL(18, 6)) AS share,
         cast(revenue / sessions AS DECIMAL(18, 4))                   AS revenue_share
  FROM near
)
SELECT reached.order_id,
       reached.ordered_at,
       reached.day,
       credit.method || '_' || cast(reached.lookback_days AS VARCHAR) || 'd' AS attribution,
       credit.method,
       reached.lookback_days,
       CASE WHEN credit.method <> 'linear' THEN cast(1 AS DECIMAL(18, 6))
            WHEN reached.from_last > 1     THEN reached.share
            ELSE cast(1 - (reached.sessions - 1) * reached.share AS DECIMAL(18, 6))
       END AS weight,
       CASE WHEN credit.method <> 'linear' THEN reached.revenue
            WHEN reached.from_last > 1     THEN reached.revenue_share
            ELSE cast(reached.revenue - (reached.sessions - 1) * reached.revenue_share AS DECIMAL(18, 4))
       END AS revenue,
       reached.currency,
       reached.is_first_order,
       CASE WHEN reached.is_touch THEN reached.session_id END      AS session_id,
       CASE WHEN reached.is_touch THEN reached.session_start END   AS session_start,
       CASE WHEN reached.is_touch THEN reached.channel END         AS channel,
       CASE WHEN reached.is_touch THEN reached.source END          AS source,
       CASE WHEN reached.is_touch THEN reached.medium END          AS medium,
       CASE WHEN reached.is_touch THEN reached.campaign END        AS campaign,
       CASE WHEN reached.is_touch THEN reached.landing_page END    AS landing_page,
       CASE WHEN reached.is_touch THEN reached.new_returning END   AS new_returning,
       CASE WHEN reached.is_touch THEN reached.device_category END AS device_category,
       CASE WHEN reached.is_touch THEN reached.country END         AS country,
       CASE WHEN reached.is_touch THEN reached.language END        AS language
FROM reached
JOIN (VALUES ('first_touch'), ('last_touch'), ('last_non_direct'), ('linear')) AS credit (method)
  ON CASE credit.method WHEN 'first_touch'     THEN reached.from_first = 1
                        WHEN 'last_touch'      THEN reached.from_last = 1
                        WHEN 'last_non_direct' THEN reached.from_told = 1
                        ELSE TRUE END

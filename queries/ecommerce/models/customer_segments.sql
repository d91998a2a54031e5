/*---
name       = "customer_segments"
time       = "first_ordered_at"
key        = ["buyer_id"]
dimensions = [
  "segment", "recency_score", "frequency_score", "monetary_score", "orders", "channel", "source", "medium", "campaign", "landing_page",
  "device_category", "country", "language", "currency", "buyer_id",
]
---*/
-- One row a customer with what RFM makes of it: how lately, how often and for how much it bought, each from 1 to 5 by the fifth of all
-- customers it stands in. Equals have the lower score, so that whoever ordered once, as most did, has a frequency of 1. Scores are of all
-- orders until now, so that a customer's segment changes with the others; `--as-of` has those of a day. Who bought for amounts that have no
-- sum is scored by how often alone.
SELECT scored.*,
       CASE WHEN recency_score >= 4 AND worth >= 4 THEN 'champions'
            WHEN recency_score >= 3 AND worth >= 3 THEN 'loyal'
            WHEN recency_score >= 4 AND orders = 1 THEN 'new'
            WHEN recency_score >= 3                THEN 'occasional'
            WHEN worth >= 3                        THEN 'at risk'
            ELSE 'lost' END AS segment
FROM (SELECT ranked.*, (frequency_score + coalesce(monetary_score, frequency_score)) / 2.0 AS worth
      FROM (SELECT customers.*,
                   cast(least(5, 1 + floor(5 * percent_rank() OVER (ORDER BY local_day(last_ordered_at)))) AS BIGINT) AS recency_score,
                   cast(least(5, 1 + floor(5 * percent_rank() OVER (ORDER BY orders))) AS BIGINT)                     AS frequency_score,
                   CASE WHEN revenue IS NOT NULL
                        THEN cast(least(5, 1 + floor(5 * percent_rank() OVER (PARTITION BY revenue IS NULL ORDER BY revenue))) AS BIGINT)
                   END AS monetary_score
            FROM customers) AS ranked) AS scored

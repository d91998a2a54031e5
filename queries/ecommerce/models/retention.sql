/*---
name       = "retention"
time       = "first_ordered_at"
key        = ["buyer_id", "months_since"]
dimensions = [
  "months_since", "channel", "source", "medium", "campaign", "device_category", "country", "language", "currency",
  "buyer_id",
]
---*/
-- One row a customer and whole month since the first order, as far as the orders reach. A month is 30 days, counted for each
-- customer from the first order, so that all are of one length and none is cut short; month 0 holds the first order.
SELECT months.buyer_id,
       months.first_ordered_at,
       months.months_since,
       coalesce(made.orders, 0)  AS orders,
       made.orders IS NOT NULL   AS is_active,
       CASE WHEN made.orders IS NULL THEN cast(0 AS DECIMAL(18, 4)) ELSE made.revenue END AS revenue,
       months.channel, months.source, months.medium, months.campaign, months.device_category, months.country, months.language,
       coalesce(made.currency, months.currency) AS currency
FROM (SELECT reach.*,
             unnest(range(0, cast(floor((extract(epoch FROM reach.reaches_to) - extract(epoch FROM reach.first_ordered_at))
                                        / 2592000) AS BIGINT))) AS months_since
      FROM (SELECT customers.*, max(last_ordered_at) OVER () AS reaches_to FROM customers) AS reach) AS months
LEFT JOIN (SELECT buyer_id,
                  cast(floor((extract(epoch FROM ordered_at) - extract(epoch FROM first_ordered_at))
                             / 2592000) AS BIGINT) AS months_since,
                  count(*) AS orders,
                  CASE WHEN min(currency) IS NOT DISTINCT FROM max(currency)
                       THEN cast(sum(revenue) AS DECIMAL(18, 4)) END AS revenue,
                  min(currency) || CASE WHEN min(currency) <> max(currency) THEN '+' || max(currency) ELSE '' END AS currency
           FROM (SELECT orders.*, min(ordered_at) OVER (PARTITION BY buyer_id) AS first_ordered_at FROM orders)
           GROUP BY 1, 2) AS made
  ON made.buyer_id = months.buyer_id AND made.months_since = months.months_since

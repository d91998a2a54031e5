/*---
name       = "customers"
time       = "first_ordered_at"
key        = ["buyer_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "device_category", "country", "language", "currency", "orders",
  "buyer_id",
]
---*/
-- One row a customer; what a customer is grouped by comes from the first order. Amounts in several currencies
-- have no sum: they are null, and `currency` names them, as `EUR+JPY`.
SELECT buyer_id,
       min(ordered_at)                                       AS first_ordered_at,
       max(ordered_at)                                       AS last_ordered_at,
       count(*)                                              AS orders,
       CASE WHEN min(currency) IS NOT DISTINCT FROM max(currency) THEN cast(sum(revenue) AS DECIMAL(18, 4)) END  AS revenue,
       CASE WHEN min(currency) IS NOT DISTINCT FROM max(currency) THEN cast(sum(refunded) AS DECIMAL(18, 4)) END AS refunded,
       min(currency) || CASE WHEN min(currency) <> max(currency) THEN '+' || max(currency) ELSE '' END AS currency,
       coalesce(extract(epoch FROM min(ordered_at) FILTER (WHERE order_number = 2))
                - extract(epoch FROM min(ordered_at)) <= 365 * 86400, FALSE) AS repeats_within_365d,
       max(channel)         FILTER (WHERE order_number = 1)  AS channel,
       max(source)          FILTER (WHERE order_number = 1)  AS source,
       max(medium)          FILTER (WHERE order_number = 1)  AS medium,
       max(campaign)        FILTER (WHERE order_number = 1)  AS campaign,
       max(landing_page)    FILTER (WHERE order_number = 1)  AS landing_page,
       max(device_category) FILTER (WHERE order_number = 1)  AS device_category,
       max(country)         FILTER (WHERE order_number = 1)  AS country,
       max(language)        FILTER (WHERE order_number = 1)  AS language
FROM orders
WHERE buyer_id IS NOT NULL
GROUP BY buyer_id

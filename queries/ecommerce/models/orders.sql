/*---
name       = "orders"
time       = "ordered_at"
key        = ["order_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning", "device_category", "country",
  "language", "content_group", "currency", "status", "order_number", "is_first_order", "is_refunded", "in_events", "in_shop",
  "sales_channel", "shop_country", "order_country", "cohort_month", "months_since_first", "customer_type", "coupon", "payment_method",
  "order_id", "buyer_id", "customer_id", "visitor_id",
]
---*/
-- One row an order, whether it came as purchase events, a row of `shop_orders`, or both; amounts of the shop go first, in the
-- currency that the shop names, and beside them only what an event says in the same one. Amounts are in the workspace's currency
-- where they were paid in it or `rates` has one for the day, else in the order's own, which `currency` says.
-- Which purchase event an order is told by, `purchase_events` decides: its session is the order's. Whether what the shop has counts
-- as an order, its status decides (`order_statuses`). `total` is what was paid, `revenue` what `[orders] revenue` makes of it.
WITH purchases AS (
  SELECT *
  FROM (SELECT order_id, event_time, place, day, visitor_id, session_id, session_start, is_bot, user_id, value, tax, shipping,
               discount, coalesce(currency, workspace_currency()) AS currency, items,
               try_cast(properties['cost'] AS DECIMAL(18, 4)) AS cost,
               channel, source, medium, campaign, device_category, country, language, nth
        FROM purchase_events)
  WHERE nth = 1
),
-- A refund without an amount gives back all there is.
returned AS (
  SELECT order_id, sum(abs(value)) AS amount, bool_or(value IS NULL) AS in_full,
         min(currency) || CASE WHEN min(currency) <> max(currency) THEN '+' || max(currency) ELSE '' END AS currency
  FROM refund_events
  WHERE order_id IS NOT NULL AND NOT is_repeat
  GROUP BY order_id
),
known AS (
  SELECT coalesce(shop.order_id, purchases.order_id)     AS order_id,
         coalesce(shop.ordered_at, purchases.event_time) AS ordered_at,
         coalesce(purchases.event_time, shop.ordered_at) AS purchased_at,
         local_day(coalesce(shop.ordered_at, purchases.event_time)) AS day,
         coalesce(purchases.visitor_id, shop.visitor_id) AS visitor_id,
         coalesce(shop.customer_id, purchases.user_id)   AS customer_id,
         coalesce(shop.customer_id, purchases.user_id, purchases.visitor_id, shop.visitor_id) AS buyer_id,
         coalesce(shop.revenue, purchases.value)         AS total,
         coalesce(shop.tax, CASE WHEN shop.by_shop AND shop.currency <> purchases.currency THEN NULL
                                 ELSE purchases.tax END) AS tax,
         coalesce(shop.shipping, CASE WHEN shop.by_shop AND shop.currency <> purchases.currency THEN NULL
                                 ELSE purchases.shipping END) AS shipping,
         coalesce(shop.discount, CASE WHEN shop.by_shop AND shop.currency <> purchases.currency THEN NULL
                                 ELSE purchases.discount END) AS discount,
         CASE WHEN shop.by_shop AND shop.currency <> purchases.currency THEN NULL ELSE purchases.cost END AS cost,
         shop.refunded                                   AS shop_refunded,
         shop.currency                                   AS shop_currency,
         CASE WHEN shop.by_shop THEN shop.currency ELSE coalesce(purchases.currency, shop.currency) END AS currency,
         coalesce(shop.items, purchases.items)           AS items,
         -- False where the lines are told by one and the amounts by the other, in another currency.
         coalesce(shop.currency = purchases.currency OR shop.by_shop = (shop.items IS NOT NULL), TRUE) AS has_prices,
         shop.status,
         shop.sales_channel, shop.shop_country, shop.customer_type, shop.coupon, shop.payment_method,
         purchases.order_id IS NOT NULL                  AS in_events,
         shop.order_id IS NOT NULL                       AS in_shop,
         purchases.session_id,
         purchases.session_start,
         purchases.place,
         purchases.is_bot,
         purchases.channel, purchases.source, purchases.medium, purchases.campaign,
         purchases.device_category, purchases.country, purchases.language
  FROM purchases
  -- A row of the shop without revenue says nothing of the order's other amounts.
  FULL JOIN (SELECT order_id, ordered_at, visitor_id, customer_id, status, items, revenue, refunded, counts,
                    -- What the shop calls so, which is no channel of a session and may be another country than its visitor's.
                    channel AS sales_channel, country AS shop_country, customer_type, coupon, payment_method,
                    CASE WHEN revenue IS NOT NULL THEN tax END      AS tax,
                    CASE WHEN revenue IS NOT NULL THEN shipping END AS shipping,
                    CASE WHEN revenue IS NOT NULL THEN discount END AS discount,
                    revenue IS NOT NULL                             AS by_shop,
                    coalesce(currency, workspace_currency())        AS currency
             FROM order_statuses) AS shop ON shop.order_id = purchases.order_id
  WHERE coalesce(shop.counts, TRUE)
),
-- Without a tax that the source tells there is no amount without it, and none is made up. Tax includes that of the shipping.
valued AS (
  SELECT known.*,
         cast(CASE revenue_basis() WHEN 'without tax'       THEN known.total - known.tax
                                   WHEN 'goods without tax' THEN known.total - known.tax - known.shipping
                                   ELSE known.total END AS DECIMAL(18, 4)) AS revenue
  FROM known
)
SELECT known.order_id,
       known.ordered_at,
       -- When the visitor bought, by the clock that times the sessions; the shop's may be late, or know the day only.
       known.purchased_at,
       known.day,
       known.visitor_id,
       known.customer_id,
       known.buyer_id,
       cast(known.revenue * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS revenue,
       cast(known.total * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS total,
       cast(known.tax * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS tax,
       cast(known.shipping * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS shipping,
       cast(known.discount * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS discount,
       cast(known.cost * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS cost,
       -- The larger of what refund events and the shop say; unknown where it was paid back in another currency.
       cast(CASE WHEN NOT returned.in_full AND returned.currency <> known.currency THEN NULL
                 WHEN returned.order_id IS NULL AND known.shop_refunded > 0 AND known.shop_currency <> known.currency THEN NULL
                 WHEN returned.in_full THEN known.revenue
                 WHEN returned.amount > known.shop_refunded OR known.shop_currency <> known.currency THEN returned.amount
                 ELSE coalesce(known.shop_refunded, returned.amount, 0)
            END * CASE WHEN revenue_basis() = 'total' OR returned.in_full THEN 1
                       ELSE known.revenue / nullif(known.total, 0) END
                * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS refunded,
       -- A refund of nothing gave nothing back.
       coalesce(returned.in_full OR returned.amount > 0, FALSE) OR coalesce(known.shop_refunded, 0) > 0 AS is_refunded,
       -- False in every row where no refund was ever told to belong to an order.
       refunds_tracked()
         OR bool_or(returned.order_id IS NOT NULL OR coalesce(known.shop_refunded, 0) > 0) OVER () AS returns_known,
       CASE WHEN rated.rate IS NULL THEN known.currency ELSE workspace_currency() END AS currency,
       known.currency        AS paid_in,
       coalesce(rated.rate, 1) AS rate,
       known.items,
       known.has_prices,
       known.status,
       known.in_events,
       known.in_shop,
       known.sales_channel, known.shop_country, known.customer_type, known.coupon, known.payment_method,
       -- Orders whose buyer is unknown are nobody's first.
       CASE WHEN known.buyer_id IS NOT NULL THEN cast(row_number() OVER buyer AS BIGINT) END AS order_number,
       CASE WHEN known.buyer_id IS NOT NULL THEN row_number() OVER buyer = 1 END             AS is_first_order,
       -- The calendar month of the buyer's first order, and how many calendar months after it this one is.
       CASE WHEN known.buyer_id IS NOT NULL THEN to_char(first_value(known.day) OVER buyer, '%Y-%m') END AS cohort_month,
       CASE WHEN known.buyer_id IS NOT NULL
            THEN cast((extract(year FROM known.day) - extract(year FROM first_value(known.day) OVER buyer)) * 12
                      + extract(month FROM known.day) - extract(month FROM first_value(known.day) OVER buyer) AS BIGINT)
       END                                                                                   AS months_since_first,
       known.session_id,
       known.session_start,
       coalesce(session.channel, known.channel)                 AS channel,
       coalesce(session.source, known.source)                   AS source,
       coalesce(session.medium, known.medium)                   AS medium,
       coalesce(session.campaign, known.campaign)               AS campaign,
       session.landing_page,
       session.exit_page,
       session.content_group,
       session.new_returning,
       coalesce(session.device_category, known.device_category) AS device_category,
       coalesce(session.country, known.country)                 AS country,
       -- Where the order goes or is billed to, as the shop writes it; else where its visitor was.
       coalesce(known.shop_country, session.country, known.country) AS order_country,
       coalesce(session.language, known.language)               AS language
FROM valued AS known
LEFT JOIN currency_rates AS rated ON rated.currency = known.currency AND known.day >= rated.since AND known.day < rated.until
LEFT JOIN returned ON returned.order_id = known.order_id
LEFT JOIN (SELECT * FROM sessions WHERE purchases > 0) AS session
  ON session.visitor_id = known.visitor_id AND session.session_id = known.session_id
 AND session.is_bot IS NOT DISTINCT FROM known.is_bot
WINDOW buyer AS (PARTITION BY known.buyer_id ORDER BY known.ordered_at, known.place, known.order_id)

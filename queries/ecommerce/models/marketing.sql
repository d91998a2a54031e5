/*---
name       = "marketing"
time       = "day"
dimensions = ["channel", "source", "medium", "campaign", "currency", "attribution", "has_spend"]
---*/
-- What was spent, and the orders it is measured by: one row a row of `spent`, and one an order credited to the last session of
-- its visitor's last 30 days that did not come directly. `has_spend` marks orders of a channel that money was ever spent on. Source and
-- medium are in lower case, as those of `spent` are.
SELECT date                    AS day,
       channel, source, medium, campaign, currency,
       'last_non_direct_30d'   AS attribution,
       TRUE                    AS has_spend,
       cost,
       clicks,
       impressions,
       cast(0 AS BIGINT)       AS orders,
       cast(0 AS DECIMAL(18, 4)) AS revenue,
       cast(0 AS BIGINT)       AS new_customers
FROM spent
UNION ALL
SELECT credited.day, credited.channel, lower(credited.source), lower(credited.medium), credited.campaign, credited.currency,
       credited.attribution,
       paid.channel IS NOT NULL,
       cast(0 AS DECIMAL(18, 4)),
       cast(0 AS BIGINT),
       cast(0 AS BIGINT),
       cast(1 AS BIGINT),
       credited.revenue,
       CASE WHEN credited.is_first_order THEN 1 ELSE 0 END
FROM attributed_orders AS credited
LEFT JOIN (SELECT DISTINCT channel FROM spent) AS paid ON paid.channel = credited.channel
WHERE credited.attribution = 'last_non_direct_30d'

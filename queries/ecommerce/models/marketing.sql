/*---
name       = "marketing"
time       = "day"
dimensions = ["channel", "source", "medium", "campaign", "currency", "attribution", "has_spend"]
---*/
-- What was spent, and the orders it is measured by: one row a row of `spend`, and one an order credited to the last session of
-- its visitor's last 30 days that did not come directly. A row of spend has the channel that sessions of its source and medium
-- have; `has_spend` marks orders of a channel that money was ever spent on. Source and medium are in lower case, because the tags on
-- a site and the costs of its ads are seldom spelt alike.
WITH told AS (
  SELECT lower(source) AS source, lower(medium) AS medium, max(channel) AS channel
  FROM sessions
  GROUP BY lower(source), lower(medium)
),
spent AS (
  SELECT spend.date, spend.source, spend.medium, spend.campaign, spend.clicks, spend.impressions, told.channel,
         cast(spend.cost * coalesce(rated.rate, 1) AS DECIMAL(18, 4))                    AS cost,
         CASE WHEN rated.rate IS NULL THEN coalesce(spend.currency, workspace_currency()) ELSE workspace_currency() END AS currency
  FROM spend
  LEFT JOIN currency_rates AS rated
    ON rated.currency = spend.currency AND spend.date >= rated.since AND spend.date < rated.until
  LEFT JOIN told ON told.source = lower(spend.source) AND told.medium IS NOT DISTINCT FROM lower(spend.medium)
)
SELECT date                    AS day,
       channel, lower(source) AS source, lower(medium) AS medium, campaign, currency,
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

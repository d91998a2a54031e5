/*---
name       = "spent"
time       = "date"
dimensions = ["channel", "source", "medium", "campaign", "campaign_id", "ad_group", "account", "currency"]
---*/
-- One row a row of `spend`, in the workspace's currency where it was paid in it or `rates` has one for the day, with the channel that
-- sessions of its source and medium have: the one place that KPIs of costs read. Source and medium are in lower case, because the tags
-- on a site and the costs of its ads are seldom spelt alike.
WITH told AS (
  -- The engine gives max of a text as another type than the column has; unlike the two they do not pass through a union.
  SELECT lower(source) AS source, lower(medium) AS medium, arrow_cast(max(channel), 'Utf8View') AS channel
  FROM sessions
  GROUP BY lower(source), lower(medium)
)
SELECT spend.date,
       told.channel, lower(spend.source) AS source, lower(spend.medium) AS medium, spend.campaign, spend.campaign_id,
       spend.ad_group, spend.account,
       CASE WHEN rated.rate IS NULL THEN coalesce(spend.currency, workspace_currency()) ELSE workspace_currency() END AS currency,
       cast(spend.cost * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS cost,
       spend.clicks,
       spend.impressions
FROM spend
LEFT JOIN currency_rates AS rated
  ON rated.currency = spend.currency AND spend.date >= rated.since AND spend.date < rated.until
LEFT JOIN told ON told.source = lower(spend.source) AND told.medium IS NOT DISTINCT FROM lower(spend.medium)

/*---
name = "lead_marketing"
time = "day"
dimensions = ["channel", "source", "medium", "campaign", "currency"]
---*/
-- What was spent, and the leads it is measured by: one row a row of `spend`, and one a lead and step it took that day. A row of
-- spend has the channel that sessions of its source and medium have. Source and medium are in lower case, because the tags on a
-- site and the costs of its ads are seldom spelt alike.
WITH rated AS (
  SELECT currency, date AS since, rate,
         coalesce(lead(date) OVER (PARTITION BY currency ORDER BY date), DATE '9999-12-31') AS until
  FROM rates
  WHERE currency <> workspace_currency()
),
told AS (
  -- The engine gives max of a text as another type than the column has; unlike the two they do not pass through a union.
  SELECT lower(source) AS source, lower(medium) AS medium, arrow_cast(max(channel), 'Utf8View') AS channel
  FROM sessions
  GROUP BY lower(source), lower(medium)
)
SELECT spend.date              AS day,
       told.channel, lower(spend.source) AS source, lower(spend.medium) AS medium, spend.campaign,
       CASE WHEN rated.rate IS NULL THEN coalesce(spend.currency, workspace_currency()) ELSE workspace_currency() END AS currency,
       cast(spend.cost * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS cost,
       cast(0 AS BIGINT)       AS leads,
       cast(0 AS BIGINT)       AS qualified_leads,
       cast(0 AS BIGINT)       AS customers
FROM spend
LEFT JOIN rated ON rated.currency = spend.currency AND spend.date >= rated.since AND spend.date < rated.until
LEFT JOIN told ON told.source = lower(spend.source) AND told.medium IS NOT DISTINCT FROM lower(spend.medium)
UNION ALL
SELECT day, channel, lower(source), lower(medium), campaign, workspace_currency(),
       cast(0 AS DECIMAL(18, 4)),
       CASE WHEN step = 'created' THEN 1 ELSE 0 END,
       CASE WHEN step = 'qualified' THEN 1 ELSE 0 END,
       CASE WHEN step = 'won' THEN 1 ELSE 0 END
FROM lead_steps
WHERE step <> 'lost'

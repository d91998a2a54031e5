/*---
name = "lead_marketing"
time = "day"
dimensions = ["channel", "source", "medium", "campaign", "currency"]
---*/
-- What was spent, and the leads it is measured by: one row a row of `spent`, and one a lead and step it took that day. Source and medium
-- are in lower case, as those of `spent` are.
SELECT date                    AS day,
       channel, source, medium, campaign, currency,
       cost,
       cast(0 AS BIGINT)       AS leads,
       cast(0 AS BIGINT)       AS qualified_leads,
       cast(0 AS BIGINT)       AS customers
FROM spent
UNION ALL
SELECT day, channel, lower(source), lower(medium), campaign, workspace_currency(),
       cast(0 AS DECIMAL(18, 4)),
       CASE WHEN step = 'created' THEN 1 ELSE 0 END,
       CASE WHEN step = 'qualified' THEN 1 ELSE 0 END,
       CASE WHEN step = 'won' THEN 1 ELSE 0 END
FROM lead_steps
WHERE step <> 'lost'

/*---
name = "currency_rates"
time = "since"
key  = ["currency", "since"]
---*/
-- What one unit of another currency is worth in the workspace's, from a day on until the next rate.
SELECT currency,
       date                                                                                    AS since,
       coalesce(lead(date) OVER (PARTITION BY currency ORDER BY date), DATE '9999-12-31')      AS until,
       rate
FROM rates
WHERE currency <> workspace_currency()

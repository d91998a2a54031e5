/*---
name = "daily_counted"
time = "date"
---*/
-- The rows of `daily` that count: those of the days, and of the systems, that `daily_days` names.
SELECT daily.*
FROM daily
JOIN daily_days AS days ON days.date = daily.date AND days.source_name = daily.source_name
WHERE has_daily()

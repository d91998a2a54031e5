/*---
name = "daily_days"
time = "date"
key  = ["date"]
---*/
-- One row a day that `daily` speaks for, and the source whose rows do: a day with a session out of events is events alone, and of
-- several systems that counted one day, all of which saw the same site, the one with the most days is taken.
SELECT date, source_name
FROM (SELECT told.date, told.source_name,
             row_number() OVER (PARTITION BY told.date ORDER BY systems.days DESC, told.source_name) AS nth
      FROM (SELECT DISTINCT date, source_name FROM daily) AS told
      JOIN (SELECT source_name, count(DISTINCT date) AS days FROM daily GROUP BY source_name) AS systems
        ON systems.source_name = told.source_name
      LEFT JOIN (SELECT DISTINCT day FROM sessions) AS tracked ON tracked.day = told.date
      WHERE tracked.day IS NULL)
-- Nothing is read for it where `daily` has no rows.
WHERE nth = 1 AND has_daily()

/*---
name = "daily_seams"
time = "first_day"
key  = ["system"]
---*/
-- One row a source of `daily`: the days that count from it, and on the days that have sessions out of events, too, what both came to.
-- What events have of a hundred that the system had says how far a change across the seam is one of the system.
SELECT told.source_name                                     AS system,
       min(told.date)                                       AS first_day,
       max(told.date)                                       AS last_day,
       min(CASE WHEN days.date IS NOT NULL THEN told.date END) AS first_counted,
       max(CASE WHEN days.date IS NOT NULL THEN told.date END) AS last_counted,
       count(days.date)                                     AS days_counted,
       count(CASE WHEN told.sessions IS NOT NULL THEN tracked.day END)               AS days_in_both,
       cast(sum(CASE WHEN tracked.day IS NOT NULL THEN told.sessions END) AS BIGINT) AS sessions_of_system,
       cast(sum(CASE WHEN told.sessions IS NOT NULL THEN tracked.sessions END) AS BIGINT) AS sessions_of_events
FROM (SELECT source_name, date, sum(sessions) AS sessions FROM daily WHERE has_daily() GROUP BY source_name, date) AS told
LEFT JOIN daily_days AS days ON days.date = told.date AND days.source_name = told.source_name
LEFT JOIN (SELECT day, count(*) AS sessions FROM sessions GROUP BY day) AS tracked ON tracked.day = told.date
GROUP BY told.source_name

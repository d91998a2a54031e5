/*---
id        = "ga4.days"
title     = { en = "GA4: report snapshot, its tables by day", fr = "GA4 : aperçu des rapports, ses tableaux par jour" }
into      = "ga4_days"
recognise = [["Nth day", "Users"], ["Nth day", "New users"], ["Nth day", "Active users"], ["Nth day", "Sessions"], ["Nth day", "Event count"],
             ["Nth day", "Views"], ["Nth day", "Total revenue"]]

[source]
format = "lines"

[table]
time    = "date"
key     = ["date", "metric"]
columns = { date = "date", metric = "text", value = "number" }
---*/
-- Several tables in one file, each under its own `# Start date`, with the days numbered from it. Tables of two columns are taken: a metric
-- a day. The others are of the whole time, or of the days of one value each, and are left out.
SELECT to_date(started, '%Y%m%d') + CAST(split_part(line, ',', 1) AS INT)    AS date,
       split_part(header, ',', 2)                                            AS metric,
       split_part(line, ',', 2)                                              AS value
FROM (SELECT line,
             last_value(CASE WHEN line LIKE '# Start date: %' THEN trim(substr(line, 15)) END)
               IGNORE NULLS OVER (ORDER BY "#line") AS started,
             last_value(CASE WHEN line NOT LIKE '#%' AND line !~ '^[0-9]' THEN line END)
               IGNORE NULLS OVER (ORDER BY "#line") AS header
      FROM raw)
WHERE header ~ '^Nth day,[^,]+$' AND line ~ '^[0-9]{4},[^,]*$'

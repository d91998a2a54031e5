/*---
id        = "ga4.users"
title     = { en = "GA4: user explorer, of a whole time", fr = "GA4 : explorateur d'utilisateurs, sur toute une période, en anglais" }
into      = "ga4_users"
recognise = [["App-instance ID", "Stream name", "Namespace ID", "Event count", "Sessions", "Purchase revenue", "Transactions", "Conversions", "Total users"]]

[source]
format = "lines"

[table]
key     = ["client_id", "first_day", "last_day"]
columns = { client_id = "text", first_day = "date", last_day = "date", events = "integer", sessions = "integer", revenue = "decimal", transactions = "integer" }
---*/
-- Of the days that stand above: no row has a day, so they make no `daily`. The row of the grand total comes first, and has its name behind the
-- last column: no client is empty.
SELECT split_part(line, ',', 1)          AS client_id,
       to_date(first_day, '%Y%m%d')      AS first_day,
       to_date(last_day, '%Y%m%d')       AS last_day,
       cells[1]                          AS events,
       cells[2]                          AS sessions,
       cells[3]                          AS revenue,
       cells[4]                          AS transactions
FROM (SELECT line,
             max(regexp_match(line, '^# ([0-9]{8})-[0-9]{8}$')[1]) OVER ()                                   AS first_day,
             max(regexp_match(line, '^# [0-9]{8}-([0-9]{8})$')[1]) OVER ()                                   AS last_day,
             regexp_match(line, ',([0-9]+),([0-9]+),([0-9.]*),([0-9]*),[0-9.]*,[0-9]*$')                     AS cells
      FROM raw)
WHERE cells IS NOT NULL AND line !~ '^[,#]'

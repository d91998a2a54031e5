/*---
id   = "slt.people"
unit = "count"
---*/
SELECT sum(people) FROM counters

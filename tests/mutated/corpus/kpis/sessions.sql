/*---
id = "shop.engaged"
unit = "count"
matures = "7d"
---*/
SELECT sum(CASE WHEN is_engaged THEN 1 ELSE 0 END) FROM sessions

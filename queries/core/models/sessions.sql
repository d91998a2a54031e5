/*---
name = "sessions"
time = "session_start"
key  = ["visitor_id", "session_id"]
---*/
SELECT *,
       cast(row_number() OVER earlier AS BIGINT) AS visit_number,
       day - lag(day) OVER earlier AS days_since_last
FROM derived_sessions
-- A page that was left open and only beats makes no session: it is neither new nor returning.
WHERE new_returning IS NOT NULL AND (is_bot IS NOT TRUE OR with_bots())
WINDOW earlier AS (PARTITION BY visitor_id, is_bot ORDER BY session_start, place, session_id)

/*---
name = "sessions"
time = "session_start"
key  = ["visitor_id", "session_id"]
---*/
SELECT * FROM derived_sessions WHERE is_bot IS NOT TRUE

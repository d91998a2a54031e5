/*---
id      = "core.key_events"
title   = { en = "Key events", fr = "Événements clés" }
says    = { en = "Events named in `[goals]`, whether in a session or not", fr = "Événements nommés dans `[goals]`, qu’ils fassent partie d’une session ou non" }
level   = "strategic"
unit    = "count"
levers  = ["core.sessions", "core.key_event_rate"]
differs = { ga4 = "the same", matomo = "Conversions; Matomo counts one a visit and goal unless told otherwise" }
source  = "GA4, Key events"
---*/
SELECT count(*) FROM hits WHERE is_key_event

/*---
id      = "core.key_events"
title   = { en = "Key events", fr = "Événements clés" }
says    = { en = "Events named in `[goals]`, whether in a session or not; a purchase sent again under its id counts once, on the first day", fr = "Événements nommés dans `[goals]`, qu’ils fassent partie d’une session ou non ; un achat renvoyé sous le même identifiant compte une fois, le premier jour" }
level   = "strategic"
unit    = "count"
levers  = ["core.sessions", "core.key_event_rate"]
differs = { ga4 = "GA4 counts a purchase again where it is sent again", matomo = "Conversions; Matomo counts one a visit and goal unless told otherwise" }
source  = "GA4, Key events"
---*/
SELECT count(*) FILTER (WHERE is_key_event) FROM hits_once

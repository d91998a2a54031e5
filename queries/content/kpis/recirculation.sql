/*---
id       = "content.recirculation"
title    = { en = "Recirculation", fr = "Recirculation" }
says     = { en = "Sessions that go on to a second content page, of those that viewed one", fr = "Sessions qui passent à une seconde page de contenu, parmi celles qui en ont vu une" }
unit     = "ratio"
needs    = ["page_view"]
headline = true
differs  = { ga4 = "none", matomo = "none" }
source   = "Chartbeat, Recirculation"
---*/
SELECT count(*) FILTER (WHERE content_pages >= 2) * 1.0 / nullif(count(*), 0) FROM content_sessions WHERE has_read

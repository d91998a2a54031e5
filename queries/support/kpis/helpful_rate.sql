/*---
id      = "support.helpful_rate"
title   = { en = "Helpful pages", fr = "Pages utiles" }
says    = { en = "Votes that found the page helpful, of all votes; a session votes once on a page, its last vote counts. Ask by page_path", fr = "Votes jugeant la page utile, parmi tous les votes ; une session vote une fois par page, son dernier vote compte. À demander par page_path" }
unit    = "ratio"
needs   = ["page_view", "vote"]
levers  = ["support.zero_result_rate"]
differs = { ga4 = "none", matomo = "Page Ratings" }
---*/
SELECT count(*) FILTER (WHERE is_helpful) * 1.0 / nullif(count(*), 0) FROM votes

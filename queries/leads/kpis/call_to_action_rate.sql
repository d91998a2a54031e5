/*---
id      = "leads.call_to_action_rate"
title   = { en = "Call to action rate", fr = "Taux de clic sur l'appel à l'action" }
says    = { en = "Sessions that clicked a call to action, of those that saw a page with one: a page where any was ever seen or clicked; ask by page_path", fr = "Sessions ayant cliqué un appel à l'action, parmi celles ayant vu une page qui en porte un : une page où il en a déjà été vu ou cliqué ; à demander par page_path" }
unit    = "ratio"
needs   = ["page_view", "cta_click | select_promotion"]
differs = { ga4 = "Promotion click through rate, clicks by views", matomo = "Content interaction rate, by impressions" }
source  = "Matomo, Contents, interaction_rate"
---*/
SELECT count(DISTINCT visit) FILTER (WHERE clicked) * 1.0 / nullif(count(DISTINCT visit), 0) FROM calls_to_action

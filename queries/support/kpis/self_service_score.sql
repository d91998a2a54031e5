/*---
id          = "support.self_service_score"
title       = { en = "Self-service score", fr = "Score de libre-service" }
says        = { en = "Visitors who saw a help page, for each person who opened a ticket; needs no common id, so it says how many read, not how many were helped. A ticket without customer and visitor counts as a person", fr = "Visiteurs ayant vu une page d'aide, par personne ayant ouvert un ticket ; sans identifiant commun, il dit combien lisent, non combien sont aidés. Un ticket sans client ni visiteur compte pour une personne" }
level       = "strategic"
unit        = "number"
needs       = ["page_view", "tickets"]
per_visitor = true
levers      = ["support.helpful_rate", "support.zero_result_rate"]
differs     = { ga4 = "none", matomo = "none", zendesk = "the same, by users of the help centre" }
source      = "Zendesk, Self-service score"
---*/
SELECT count(DISTINCT reader_id) * 1.0 / nullif(count(DISTINCT requester_id), 0) FROM support_people

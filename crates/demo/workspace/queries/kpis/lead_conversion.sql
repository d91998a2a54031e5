/*---
id    = "site.lead_conversion"
title = { en = "Lead conversion", fr = "Taux de demandes d'offre" }
says  = { en = "Visits in which an office asked for an offer, of all visits.", fr = "Visites où une entreprise demande une offre, parmi toutes." }
level = "strategic"
unit  = "ratio"
needs = ["page_view", "generate_lead"]
---*/
SELECT count(*) FILTER (WHERE key_events > 0 AND landing_page = '/offices') * 1.0 / nullif(count(*), 0) FROM sessions

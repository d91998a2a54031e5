/*---
id      = "leads.books_tracked"
title   = { en = "CRM leads that the tag saw", fr = "Leads du CRM vus par le marqueur" }
says    = { en = "Leads of the CRM with a generate_lead event of their id, of all leads of the CRM since the first such event; no value where the two have no ids in common", fr = "Leads du CRM avec un événement generate_lead de leur identifiant, sur tous ceux du CRM depuis le premier tel événement ; sans valeur si les deux n'ont pas d'identifiants en commun" }
unit    = "ratio"
needs   = ["generate_lead", "leads"]
books   = ["crm_channel", "stage"]
differs = { ga4 = "GA4 knows only the leads that it saw", matomo = "Matomo knows only the conversions that it saw" }
---*/
SELECT count(*) FILTER (WHERE in_events) * 1.0 / nullif(count(*), 0) FROM lead_books WHERE ids_known

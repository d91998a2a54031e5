/*---
id      = "leads.tracked_leads"
title   = { en = "Leads that the tag saw", fr = "Leads vus par le marqueur" }
says    = { en = "`generate_lead` events; sent again under the same transaction_id they count once", fr = "Événements `generate_lead` ; renvoyés sous le même transaction_id, ils comptent une fois" }
unit    = "count"
needs   = ["generate_lead"]
levers  = ["leads.lead_conversion"]
differs = { ga4 = "Key events of generate_lead, each time it is sent", matomo = "Conversions of a goal, once a visit unless set otherwise" }
---*/
SELECT count(DISTINCT CASE WHEN names_nothing(transaction_id) THEN event_id ELSE transaction_id END) FROM hits WHERE event_name = 'generate_lead'

/*---
id      = "support.books_tracked"
title   = { en = "Tickets that the tag saw", fr = "Tickets vus par le marqueur" }
says    = { en = "Tickets of the desk with an event of their id, of all tickets since the first event; no value where the two have no ids in common", fr = "Tickets du support avec un événement de leur identifiant, sur tous ceux depuis le premier événement ; sans valeur si les deux n'ont pas d'identifiants en commun" }
unit    = "ratio"
needs   = ["page_view", "tickets"]
books   = ["ticket_channel", "team", "priority"]
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT count(*) FILTER (WHERE in_events) * 1.0 / nullif(count(*), 0) FROM ticket_books WHERE ids_known

/*---
id        = "support.tickets_per_100_orders"
title     = { en = "Tickets per 100 orders", fr = "Tickets pour 100 commandes" }
says      = { en = "Tickets made in the period for every 100 orders of the period that count, whatever they are about; an order known to shop and tag counts once", fr = "Tickets créés dans la période pour 100 commandes de la période qui comptent, quel que soit leur objet ; une commande connue de la boutique et du marqueur compte une fois" }
level     = "strategic"
unit      = "number"
direction = "decrease"
needs     = ["tickets", "purchase | shop_orders"]
levers    = ["support.self_service"]
differs   = { ga4 = "none", matomo = "none" }
source    = "Contact rate"
---*/
SELECT sum(tickets) * 100.0 / nullif(sum(orders), 0) FROM support_load

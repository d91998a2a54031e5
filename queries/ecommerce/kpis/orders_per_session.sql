/*---
id      = "ecommerce.orders_per_session"
title   = { en = "Orders per session", fr = "Commandes par session" }
says    = { en = "Orders with a session, divided by all sessions", fr = "Commandes ayant une session, divisées par toutes les sessions" }
unit    = "ratio"
levers  = ["ecommerce.purchase_conversion", "ecommerce.orders_per_buying_session"]
differs = { ga4 = "Transactions, divided by sessions", matomo = "Orders, divided by visits" }
---*/
SELECT "ecommerce.orders_with_session" * 1.0 / nullif("core.sessions", 0) FROM kpis

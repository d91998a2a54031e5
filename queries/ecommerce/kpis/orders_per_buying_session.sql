/*---
id      = "ecommerce.orders_per_buying_session"
title   = { en = "Orders per session that bought", fr = "Commandes par session acheteuse" }
says    = { en = "Orders with a session, divided by the sessions that bought; an order belongs to the day of the order, its session to the day it started", fr = "Commandes ayant une session, divisées par les sessions acheteuses ; une commande appartient au jour où elle est passée, sa session au jour où elle a commencé" }
unit    = "number"
differs = { ga4 = "No such figure", matomo = "No such figure" }
---*/
SELECT "ecommerce.orders_with_session" * 1.0 / nullif("ecommerce.buying_sessions", 0) FROM kpis

/*---
id        = "ecommerce.refund_rate"
title     = { en = "Refund rate", fr = "Taux de remboursement" }
says      = { en = "What was paid back, of the revenue of the same period; refunds of earlier orders count, so it can pass 100 %", fr = "Montants remboursés, rapportés au chiffre d'affaires de la même période ; les remboursements de commandes antérieures comptent, il peut donc dépasser 100 %" }
unit      = "ratio"
direction = "decrease"
levers    = ["ecommerce.return_rate"]
differs   = { ga4 = "Refund amount divided by Gross purchase revenue", matomo = "none" }
---*/
SELECT "ecommerce.refunds" / nullif("ecommerce.revenue", 0) FROM kpis

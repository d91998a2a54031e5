/*---
id      = "leads.won_amount"
title   = { en = "Amount won", fr = "Montant gagné" }
says    = { en = "Amounts of the leads that were won in the period; leads without an amount add nothing", fr = "Montants des leads gagnés pendant la période ; un lead sans montant n'ajoute rien" }
level   = "strategic"
unit    = "money"
needs   = ["leads"]
levers  = ["leads.customers"]
differs = { ga4 = "Value of close_convert_lead", matomo = "none" }
---*/
SELECT sum(amount) FROM lead_steps WHERE step = 'won'

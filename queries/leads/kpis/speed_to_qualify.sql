/*---
id        = "leads.speed_to_qualify"
title     = { en = "Time to qualify", fr = "Délai de qualification" }
says      = { en = "Time from a lead's arrival until it was qualified, the median of those qualified within 30 days; by the day they came", fr = "Temps entre l'arrivée d'un lead et sa qualification, médiane de ceux qualifiés sous 30 jours ; au jour de leur arrivée" }
unit      = "duration"
direction = "decrease"
needs     = ["leads"]
differs   = { ga4 = "none", matomo = "none" }
matures   = "30d"
---*/
SELECT median(seconds_to_qualify * 1.0) FROM crm_leads WHERE qualified_30d

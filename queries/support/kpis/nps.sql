/*---
id      = "support.nps"
title   = { en = "Net promoter score", fr = "Net promoter score" }
says    = { en = "Answers of 9 and 10 less answers of 0 to 6, of a hundred answers on a scale of 0 to 10: between -100 and 100", fr = "Réponses de 9 et 10 moins réponses de 0 à 6, pour cent réponses sur une échelle de 0 à 10 : entre -100 et 100" }
level   = "strategic"
unit    = "number"
needs   = ["nps"]
levers  = ["support.satisfaction", "support.helpful_rate"]
differs = { ga4 = "none", matomo = "none" }
source  = "Reichheld, The One Number You Need to Grow"
---*/
SELECT sum(CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) * 100.0 / nullif(count(*), 0)
FROM nps_answers

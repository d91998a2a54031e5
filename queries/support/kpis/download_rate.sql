/*---
id      = "support.download_rate"
title   = { en = "Download rate", fr = "Taux de téléchargement" }
says    = { en = "Sessions with at least one download, of all sessions; a download is a click on a file, finished or not", fr = "Sessions avec au moins un téléchargement, parmi toutes les sessions ; un téléchargement est un clic sur un fichier, achevé ou non" }
level   = "strategic"
unit    = "ratio"
headline  = true
needs   = ["page_view", "file_download"]
levers  = ["core.views_per_session", "support.search_rate"]
differs = { ga4 = "Session key event rate of file_download", matomo = "Conversion rate of a download goal" }
source  = "Matomo, Goals, conversion_rate"
---*/
SELECT count(*) FILTER (WHERE downloads > 0) * 1.0 / nullif(count(*), 0) FROM sessions

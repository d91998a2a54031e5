/*---
id      = "content.mean_played"
title   = { en = "Time played", fr = "Durée de lecture" }
says    = { en = "Seconds played, on average over plays of which they are known: the furthest moment, else foreground time with the player", fr = "Secondes lues, en moyenne sur les lectures dont elles sont connues : l'instant le plus avancé, sinon le temps au premier plan avec le lecteur" }
unit    = "duration"
needs   = ["video_start", "video_progress | video_complete"]
differs = { ga4 = "none", matomo = "Avg. time spent, with the Media Analytics plugin" }
---*/
SELECT avg(played_s) FROM media_views WHERE is_played

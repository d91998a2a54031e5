/*---
id      = "content.videos_seen"
title   = { en = "Videos seen", fr = "Vidéos vues" }
says    = { en = "Sessions and videos that they could play; who plays has seen it, and a video seen again in one session counts once", fr = "Couples de session et vidéo qu'elle pouvait lire ; qui lit a vu, et une vidéo revue dans la même session compte une fois" }
unit    = "count"
needs   = ["video_impression | video_start"]
differs = { ga4 = "GA4 sends no video_impression", matomo = "Impressions, with the Media Analytics plugin" }
---*/
SELECT count(*) FROM media_views

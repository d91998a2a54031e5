/*---
id      = "content.play_rate"
title   = { en = "Play rate", fr = "Taux de lecture" }
says    = { en = "Plays, of the videos that sessions saw; who plays has seen it", fr = "Lectures, parmi les vidéos vues par les sessions ; qui lit a vu" }
unit    = "ratio"
needs   = ["video_impression", "video_start"]
differs = { ga4 = "GA4 sends no video_impression", matomo = "Play rate, with the Media Analytics plugin" }
source  = "Matomo, Media Analytics, play_rate"
---*/
SELECT count(*) FILTER (WHERE is_played) * 1.0 / nullif(count(*), 0) FROM media_views

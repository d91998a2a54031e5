/*---
id      = "content.valid_play_rate"
title   = { en = "Valid play rate", fr = "Part des lectures valides" }
says    = { en = "Plays of at least 30 s, of all plays", fr = "Lectures d'au moins 30 s, parmi toutes les lectures" }
unit    = "ratio"
needs   = ["video_start", "video_progress | video_complete"]
levers  = ["content.mean_played"]
differs = { ga4 = "none", matomo = "none" }
source  = "Snowplow, media player, valid play"
---*/
SELECT count(*) FILTER (WHERE played_s >= 30) * 1.0 / nullif(count(*), 0) FROM media_views WHERE is_played

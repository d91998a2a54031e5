/*---
id      = "content.valid_plays"
title   = { en = "Valid plays", fr = "Lectures valides" }
says    = { en = "Plays of at least 30 s", fr = "Lectures d'au moins 30 s" }
unit    = "count"
needs   = ["video_start", "video_progress | video_complete"]
levers  = ["content.plays", "content.mean_played"]
tree    = [["content.plays", "content.valid_play_rate"]]
differs = { ga4 = "none", matomo = "none" }
source  = "Snowplow, media player, valid play"
---*/
SELECT count(*) FILTER (WHERE played_s >= 30) FROM media_views WHERE is_played

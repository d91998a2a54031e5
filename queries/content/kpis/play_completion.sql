/*---
id      = "content.play_completion"
title   = { en = "Play completion", fr = "Lectures complètes" }
says    = { en = "Plays that reach 99 %, of all plays", fr = "Lectures atteignant 99 %, parmi toutes les lectures" }
unit    = "ratio"
needs   = ["video_start", "video_complete | video_progress"]
levers  = ["content.mean_played"]
differs = { ga4 = "video_complete, by video_start, of events", matomo = "Finish rate, with the Media Analytics plugin" }
source  = "Snowplow, media player, completion at 99 %"
---*/
SELECT count(*) FILTER (WHERE is_completed) * 1.0 / nullif(count(*), 0) FROM media_views WHERE is_played

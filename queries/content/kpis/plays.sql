/*---
id      = "content.plays"
title   = { en = "Plays", fr = "Lectures vidéo" }
says    = { en = "Sessions and videos that they played; a video played again in one session counts once", fr = "Couples de session et vidéo lue ; une vidéo relue dans la même session compte une fois" }
unit    = "count"
needs   = ["video_start"]
levers  = ["content.play_rate"]
tree    = [["content.videos_seen", "content.play_rate"]]
differs = { ga4 = "Event count of video_start", matomo = "Plays, with the Media Analytics plugin" }
---*/
SELECT count(*) FROM media_views WHERE is_played

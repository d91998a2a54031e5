/*---
id       = "content.content_views"
title    = { en = "Content views", fr = "Vues de contenu" }
says     = { en = "Views of content pages inside of sessions; ask by page_path, author, content_group, hour or weekday", fr = "Vues de pages de contenu dans des sessions ; à demander par page_path, author, content_group, hour ou weekday" }
level    = "strategic"
unit     = "count"
needs    = ["page_view"]
headline = true
levers   = ["content.recirculation", "content.content_entrances"]
differs  = { ga4 = "Views, of every page", matomo = "Pageviews, of every page" }
---*/
SELECT count(*) FROM content_views WHERE is_content

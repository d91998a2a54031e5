/*---
id = "shop.views"
unit = "count"
title = { en = "Views", fr = "Vues" }
---*/
SELECT count(*) FROM hits WHERE event_name = 'page_view'

/*---
id        = "core.bounce_rate"
title     = { en = "Bounce rate", fr = "Taux de rebond" }
says      = { en = "Sessions of exactly one page view and no interaction, of all sessions. What is sent along with the page is no interaction: page_view, user_engagement, scroll, first_visit, session_start, view_item, what `[sessions] passive` lists, and any other event within 1 s of the page view but key events, click and form_*; a heartbeat never is one. By `like = \"matomo\"` a session of one download alone is a bounce, too", fr = "Sessions d'exactement une page vue, sans interaction, parmi toutes les sessions. Ce qui est envoyé avec la page n'est pas une interaction : page_view, user_engagement, scroll, first_visit, session_start, view_item, ce que cite `[sessions] passive`, et tout autre événement à moins de 1 s de la page vue, sauf les événements clés, click et form_* ; un battement n'en est jamais une. Avec `like = \"matomo\"`, une session d'un seul téléchargement est aussi un rebond" }
unit      = "ratio"
headline  = true
direction = "decrease"
needs     = ["page_view"]
differs   = { ga4 = "GA4 calls the share of sessions without engagement so: `core.non_engaged_rate`", matomo = "Matomo counts events as actions, whenever they are sent: a page that reports an error or starts a video by itself is no bounce there; orders and goals are no actions, so that one page and an order are a bounce there" }
source    = "Matomo, bounce_rate: visits of one action, by Actions VisitTotalActions"
---*/
SELECT count(*) FILTER (WHERE is_bounce) * 1.0 / nullif(count(*), 0) FROM traffic WHERE NOT by_day

/*---
id        = "core.bounce_rate"
title     = { en = "Bounce rate", fr = "Taux de rebond" }
says      = { en = "Sessions of exactly one page view and no interaction, of all sessions; what is sent along with the page is no interaction", fr = "Sessions d'exactement une page vue, sans interaction, parmi toutes les sessions ; ce qui est envoyé avec la page n'est pas une interaction" }
unit      = "ratio"
direction = "decrease"
needs     = ["page_view"]
differs   = { ga4 = "GA4 calls the share of sessions without engagement so: `core.non_engaged_rate`", matomo = "the same but for events sent with the page, which end a bounce in Matomo" }
source    = "Matomo, bounce_rate"
---*/
SELECT count(*) FILTER (WHERE is_bounce) * 1.0 / nullif(count(*), 0) FROM sessions

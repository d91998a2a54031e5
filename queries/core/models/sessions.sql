/*---
name = "sessions"
time = "session_start"
key  = ["visitor_id", "session_id"]
---*/
-- A session's orders and what they came to are not stored: `purchase_events` decides what an order is, on whatever day it is told
-- again. Amounts are in the workspace's currency where they were paid in it or `rates` has one for the day; in several they have no sum,
-- and `currency` names them, as `EUR+JPY`. Whoever asks for neither does without the join: the engine leaves it out.
-- As little is stored of which purchase only says again what one before it said: such a one is no key event again, as in `hits_once`.
WITH paid AS (
  SELECT bought.visitor_id, bought.session_id, coalesce(bought.is_bot, FALSE) AS by_bot,
         cast(bought.value * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS amount,
         -- Nothing was paid in no currency.
         CASE WHEN coalesce(bought.value, 0) = 0 THEN NULL
              WHEN rated.rate IS NULL THEN coalesce(bought.currency, workspace_currency())
              ELSE workspace_currency() END AS currency
  FROM purchase_events AS bought
  LEFT JOIN currency_rates AS rated
    ON rated.currency = bought.currency AND bought.day >= rated.since AND bought.day < rated.until
  WHERE bought.nth = 1 AND bought.session_id IS NOT NULL
),
made AS (
  SELECT visitor_id, session_id, by_bot,
         count(*) AS orders,
         CASE WHEN min(currency) IS NOT DISTINCT FROM max(currency) THEN cast(sum(amount) AS DECIMAL(18, 4)) END AS revenue,
         min(currency) || CASE WHEN min(currency) <> max(currency) THEN '+' || max(currency) ELSE '' END         AS currency
  FROM paid
  GROUP BY visitor_id, session_id, by_bot
),
again AS (
  SELECT visitor_id, session_id, coalesce(is_bot, FALSE) AS by_bot, count(*) AS purchases
  FROM purchase_events
  WHERE nth > 1 AND is_key_event AND session_id IS NOT NULL
  GROUP BY visitor_id, session_id, coalesce(is_bot, FALSE)
)
SELECT stored.* REPLACE (stored.key_events - coalesce(again.purchases, 0) AS key_events),
       coalesce(made.orders, 0)                                   AS orders,
       made.revenue,
       made.currency,
       cast(row_number() OVER earlier AS BIGINT)                  AS visit_number,
       stored.day - lag(stored.day) OVER earlier                  AS days_since_last
FROM derived_sessions AS stored
LEFT JOIN made
  ON made.visitor_id = stored.visitor_id AND made.session_id = stored.session_id
 AND made.by_bot = coalesce(stored.is_bot, FALSE)
LEFT JOIN again
  ON again.visitor_id = stored.visitor_id AND again.session_id = stored.session_id
 AND again.by_bot = coalesce(stored.is_bot, FALSE)
-- A page that was left open and only beats makes no session: it is neither new nor returning.
WHERE stored.new_returning IS NOT NULL AND (stored.is_bot IS NOT TRUE OR with_bots())
WINDOW earlier AS (PARTITION BY stored.visitor_id, stored.is_bot ORDER BY stored.session_start, stored.place, stored.session_id)

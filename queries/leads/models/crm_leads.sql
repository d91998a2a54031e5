/*---
name = "crm_leads"
time = "created_at"
key  = ["lead_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "language", "currency",
  "crm_channel", "crm_source", "crm_stage", "owner", "stage", "has_session", "lead_id", "visitor_id",
]
---*/
-- One row a lead of the CRM. It is grouped by the last session of its visitor within 30 days that did not come directly, else
-- by the last one at all; without any, by the channel and source that the CRM says. Who was won was qualified, at the latest then; a lead
-- both won and lost is what it became last. Amounts are in the workspace's currency where `rates` has one for the lead's day.
WITH touched AS (
  SELECT leads.lead_id,
         session.channel, session.source, session.medium, session.campaign, session.landing_page, session.new_returning,
         session.device_category, session.country, session.language,
         row_number() OVER (PARTITION BY leads.lead_id
                            ORDER BY coalesce(session.channel = 'Direct', FALSE), session.session_start DESC,
                                     session.place DESC, session.session_id DESC) AS nth
  FROM leads
  JOIN sessions AS session
    ON session.visitor_id = leads.visitor_id AND session.session_start <= leads.created_at
   AND extract(epoch FROM leads.created_at) - extract(epoch FROM session.session_start) <= 30 * 86400
),
known AS (
  SELECT leads.*,
         coalesce(won_at >= lost_at, won_at IS NOT NULL)                                       AS is_won,
         lost_at IS NOT NULL AND NOT coalesce(won_at >= lost_at, won_at IS NOT NULL)           AS is_lost,
         least(qualified_at, won_at)                                                           AS reached_at
  FROM leads
)
SELECT known.lead_id,
       known.created_at,
       local_day(known.created_at)                                AS day,
       known.reached_at                                           AS qualified_at,
       CASE WHEN known.is_won THEN known.won_at END               AS won_at,
       CASE WHEN known.is_lost THEN known.lost_at END             AS lost_at,
       CASE WHEN known.is_won THEN 'won' WHEN known.is_lost THEN 'lost'
            WHEN known.reached_at IS NOT NULL THEN 'qualified' ELSE 'new' END AS stage,
       -- Null where a clock says that it was qualified before it came.
       CASE WHEN known.reached_at >= known.created_at
            THEN extract(epoch FROM known.reached_at) - extract(epoch FROM known.created_at) END AS seconds_to_qualify,
       coalesce(extract(epoch FROM known.reached_at) - extract(epoch FROM known.created_at) <= 30 * 86400, FALSE) AS qualified_30d,
       known.is_won AND extract(epoch FROM known.won_at) - extract(epoch FROM known.created_at) <= 90 * 86400     AS won_90d,
       known.is_lost AND extract(epoch FROM known.lost_at) - extract(epoch FROM known.created_at) <= 90 * 86400   AS lost_90d,
       cast(known.amount * coalesce(rated.rate, 1) AS DECIMAL(18, 4)) AS amount,
       CASE WHEN rated.rate IS NULL THEN coalesce(known.currency, workspace_currency()) ELSE workspace_currency() END AS currency,
       known.visitor_id,
       known.channel                                              AS crm_channel,
       known.source                                               AS crm_source,
       known.stage                                                AS crm_stage,
       known.owner,
       touched.lead_id IS NOT NULL                                AS has_session,
       CASE WHEN touched.lead_id IS NULL THEN known.channel ELSE touched.channel END AS channel,
       CASE WHEN touched.lead_id IS NULL THEN known.source ELSE touched.source END   AS source,
       touched.medium, touched.campaign, touched.landing_page, touched.new_returning, touched.device_category,
       touched.country, touched.language
FROM known
LEFT JOIN (SELECT * FROM touched WHERE nth = 1) AS touched ON touched.lead_id = known.lead_id
LEFT JOIN currency_rates AS rated
  ON rated.currency = known.currency AND local_day(known.created_at) >= rated.since AND local_day(known.created_at) < rated.until

/*---
name = "lead_pipeline"
time = "day"
key  = ["lead_id", "day"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "language", "currency",
  "crm_channel", "has_session", "is_qualified", "lead_id",
]
---*/
-- One row a lead and day at whose end it was open, neither won nor lost: a level, of which a longer period has its last day's
-- (`window = "1d"`). The days reach as far as the CRM has any moment. The amount is the latest known: what it was before is
-- not in the table.
SELECT lead_id,
       day,
       coalesce(qualified_day <= day, FALSE) AS is_qualified,
       amount, currency, crm_channel, has_session,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM (SELECT lead_id, amount, currency, crm_channel, has_session, channel, source, medium, campaign, landing_page, new_returning,
             device_category, country, language,
             local_day(qualified_at) AS qualified_day,
             unnest(range(opened, coalesce(closed, reaches_to + INTERVAL '1 day'), INTERVAL '1 day')) AS day
      FROM (SELECT crm_leads.*,
                   crm_leads.day AS opened,
                   local_day(coalesce(won_at, lost_at)) AS closed,
                   local_day(max(greatest(created_at, qualified_at, won_at, lost_at)) OVER ()) AS reaches_to
            FROM crm_leads))

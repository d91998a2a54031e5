/*---
name = "lead_steps"
time = "happened_at"
key  = ["lead_id", "step"]
dimensions = [
  "step", "channel", "source", "medium", "campaign", "landing_page", "new_returning", "device_category", "country", "language",
  "currency", "crm_channel", "has_session", "lead_id",
]
---*/
-- One row a lead and step it took, at the moment of the step: created, qualified, won, lost.
SELECT lead_id, created_at AS happened_at, day, 'created' AS step, amount, currency, crm_channel, has_session,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM crm_leads
UNION ALL
SELECT lead_id, qualified_at, local_day(qualified_at), 'qualified', amount, currency, crm_channel, has_session,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM crm_leads WHERE qualified_at IS NOT NULL
UNION ALL
SELECT lead_id, won_at, local_day(won_at), 'won', amount, currency, crm_channel, has_session,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM crm_leads WHERE won_at IS NOT NULL
UNION ALL
SELECT lead_id, lost_at, local_day(lost_at), 'lost', amount, currency, crm_channel, has_session,
       channel, source, medium, campaign, landing_page, new_returning, device_category, country, language
FROM crm_leads WHERE lost_at IS NOT NULL

/*---
id        = "hubspot.deals"
title     = { en = "HubSpot: deals, as Fivetran lays them out", fr = "HubSpot : transactions, telles que Fivetran les dispose" }
into      = "leads"
recognise = [["deal_id", "is_deleted", "deal_pipeline_id", "deal_pipeline_stage_id", "property_amount", "property_createdate"]]

[source]
columns = ["owner_id"]
timezone = "UTC"
---*/
-- When a deal was won or lost is not in its close date, which may be a plan: both stay empty.
SELECT deal_id                                 AS lead_id,
       property_createdate                     AS created_at,
       property_amount                         AS amount,
       nullif(deal_pipeline_stage_id, '')      AS stage,
       nullif(owner_id, '')                    AS owner
FROM raw
WHERE lower(is_deleted) <> 'true'

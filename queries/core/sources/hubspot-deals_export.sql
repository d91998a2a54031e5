/*---
id        = "hubspot.deals_export"
title     = { en = "HubSpot: Deals > Export", fr = "HubSpot : Transactions > Exporter, en anglais" }
into      = "leads"
recognise = [["Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date", "Create Date"]]
currency  = ""
dates     = "Create Date"
personal  = ["Associated Contact"]

[source]
columns = ["Deal owner"]
---*/
-- A deal's close date is a plan until its stage is the last: HubSpot sets it then. `Closed Won` and `Closed Lost` are the stages of the
-- pipeline that HubSpot sets up; a pipeline of your own has others: copy this, and name them.
SELECT "Record ID"      AS lead_id,
       "Create Date"    AS created_at,
       CASE WHEN replace(lower("Deal Stage"), ' ', '') LIKE 'closedwon%' THEN "Close Date" END     AS won_at,
       CASE WHEN replace(lower("Deal Stage"), ' ', '') LIKE 'closedlost%' THEN "Close Date" END    AS lost_at,
       "Amount"         AS amount,
       "Deal Stage"     AS stage,
       "Deal owner"     AS owner
FROM raw

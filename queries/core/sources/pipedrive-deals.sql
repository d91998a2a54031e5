/*---
id        = "pipedrive.deals"
title     = { en = "Pipedrive: Deals > Export", fr = "Pipedrive : Affaires > Exporter, en anglais" }
into      = "leads"
recognise = [["Deal - ID", "Deal - Value", "Deal - Currency", "Deal - Status", "Deal - Deal created", "Deal - Won time", "Deal - Lost time"]]
currency  = "Deal - Currency"
dates     = "Deal - Deal created"
personal  = ["Deal - Contact person"]

[source]
columns = ["Deal - Stage", "Deal - Owner"]
---*/
SELECT "Deal - ID"                           AS lead_id,
       "Deal - Deal created"                 AS created_at,
       CASE WHEN lower("Deal - Status") = 'won' THEN "Deal - Won time" END      AS won_at,
       CASE WHEN lower("Deal - Status") = 'lost' THEN "Deal - Lost time" END    AS lost_at,
       "Deal - Stage"                        AS stage,
       "Deal - Owner"                        AS owner,
       "Deal - Value"                        AS amount,
       "Deal - Currency"                     AS currency
FROM raw
WHERE lower("Deal - Status") <> 'deleted'

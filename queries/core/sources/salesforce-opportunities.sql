/*---
id        = "salesforce.opportunities"
title     = { en = "Salesforce: opportunities, as Data Export and Data Loader write them", fr = "Salesforce : opportunités, telles que Data Export et Data Loader les écrivent" }
into      = "leads"
recognise = [["Id", "IsDeleted", "StageName", "Amount", "CloseDate", "LeadSource", "IsClosed", "IsWon", "CreatedDate"]]
currency  = ""

[source]
columns = ["OwnerId"]
timezone = "UTC"
---*/
-- An opportunity's close date is a plan until it is closed.
SELECT "Id"             AS lead_id,
       "CreatedDate"    AS created_at,
       CASE WHEN lower("IsWon") IN ('true', '1') THEN "CloseDate" END                                                       AS won_at,
       CASE WHEN lower("IsClosed") IN ('true', '1') AND lower("IsWon") NOT IN ('true', '1') THEN "CloseDate" END            AS lost_at,
       "Amount"         AS amount,
       "StageName"      AS stage,
       nullif("OwnerId", '')       AS owner,
       nullif("LeadSource", '')    AS channel
FROM raw
WHERE lower("IsDeleted") NOT IN ('true', '1')

/*---
id        = "gravity_forms.leads"
title     = { en = "Gravity Forms: entries that are the leads", fr = "Gravity Forms : entrées qui sont les prospects" }
into      = "leads"
recognise = [["Created By (User Id)", "Entry Id", "Entry Date", "Source Url", "User Agent", "User IP"]]
dates     = "Entry Date"
alone     = true
personal  = ["User IP", "User Agent"]
---*/
-- Where no CRM's own export is: it has these, too. Dates are the site's. What was filled in is left out, and so is the address.
SELECT "Entry Id"      AS lead_id,
       "Entry Date"    AS created_at
FROM raw

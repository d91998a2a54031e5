/*---
id        = "pipedrive.deals_ui"
title     = { en = "Pipedrive: deals of a list view", fr = "Pipedrive : affaires d'une vue en liste, en anglais" }
into      = "pipedrive_deals"
recognise = [["Deal - Title", "Deal - Value", "Deal - Stage", "Deal - Status", "Deal - Expected close date"]]
unless    = ["Deal - Deal created"]
currency  = ""
dates     = "Deal - Expected close date"
personal  = ["Person - Name", "Person - Email (Work)", "Person - Phone"]

[table]
columns = { title = "text", value = "decimal", stage = "text", status = "text", expected_on = "date", organization = "text" }

[source]
columns = ["Organization - Name"]
---*/
-- No row says when its deal was made: these are no `leads`. Add the column `Deal created` to the view, and the id, for that.
SELECT "Deal - Title"                              AS title,
       "Deal - Value"                              AS value,
       "Deal - Stage"                              AS stage,
       lower("Deal - Status")                      AS status,
       "Deal - Expected close date"                AS expected_on,
       nullif("Organization - Name", '')           AS organization
FROM raw

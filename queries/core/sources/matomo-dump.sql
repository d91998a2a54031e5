/*---
id        = "matomo.dump"
title     = { en = "Matomo: tables of its log, as JSON (the export of a visitor's data)", fr = "Matomo : tables de son journal, en JSON (l'export des données d'un visiteur)" }
into      = "events"
recognise = [["log_visit", "log_link_visit_action", "log_action_log_link_visit_action_idaction_url",
              "log_action_log_link_visit_action_idaction_name"]]

[source]
timezone = "UTC"
---*/
-- One object whose keys are tables: an action a row, with its address and title out of two others. Its times are UTC. A visitor's sessions are
-- Matomo's visits.
WITH actions AS (SELECT unnest(json_list(log_link_visit_action)) AS action FROM raw),
     urls    AS (SELECT unnest(json_list(log_action_log_link_visit_action_idaction_url)) AS url FROM raw),
     titles  AS (SELECT unnest(json_list(log_action_log_link_visit_action_idaction_name)) AS title FROM raw)
SELECT 'matomo-' || json_get(action, 'idlink_va')                                        AS event_id,
       json_get(action, 'server_time')                                                   AS event_time,
       CASE WHEN json_get(url, 'name') LIKE 'http%' THEN 'page_view' ELSE 'action' END   AS event_name,
       json_get(action, 'idvisitor')                                                     AS visitor_id,
       json_get(action, 'idvisit')                                                       AS session_id,
       CASE WHEN json_get(url, 'name') LIKE 'http%' THEN json_get(url, 'name') END       AS page_location,
       json_get(title, 'name')                                                           AS page_title
FROM actions
LEFT JOIN urls   ON json_get(url, 'idaction') = json_get(action, 'idaction_url')
LEFT JOIN titles ON json_get(title, 'idaction') = json_get(action, 'idaction_name')

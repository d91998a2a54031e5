/*---
id        = "zendesk.tickets_json"
title     = { en = "Zendesk: tickets with their metric sets, as JSON", fr = "Zendesk : tickets et leurs mesures, en JSON" }
into      = "tickets"
recognise = [["id", "created_at", "updated_at", "status", "via", "metric_set"]]
personal  = ["subject", "raw_subject", "description", "recipient"]

[source]
columns  = ["satisfaction_rating", "requester_id", "assignee_id", "group_id", "priority"]
timezone = "UTC"
---*/
-- Minutes to the first reply are those of the calendar. A good rating is a 5 of 5, a bad one a 1.
SELECT id                                            AS ticket_id,
       created_at,
       CAST(created_at AS TIMESTAMP) +
         CAST(json_get(metric_set, 'reply_time_in_minutes', 'calendar') || ' minutes' AS INTERVAL)    AS first_reply_at,
       json_get(metric_set, 'solved_at')             AS solved_at,
       json_get(metric_set, 'reopens')               AS reopened,
       json_get(metric_set, 'replies')               AS public_replies,
       json_get(via, 'channel')                      AS channel,
       requester_id                                  AS customer_id,
       status,
       group_id                                      AS team,
       assignee_id                                   AS agent,
       priority,
       CASE WHEN json_get(satisfaction_rating, 'score') LIKE 'good%' THEN 5
            WHEN json_get(satisfaction_rating, 'score') LIKE 'bad%' THEN 1 END    AS satisfaction
FROM raw

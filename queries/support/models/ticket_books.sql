/*---
name       = "ticket_books"
time       = "created_at"
key        = ["ticket_id"]
dimensions = ["ticket_channel", "team", "priority", "status", "weekday", "ticket_id"]
---*/
-- One row a ticket of the desk, with whether the tag saw it: an event whose transaction_id is the ticket's id. `ids_known` is false in
-- every row where no ticket has such an event: then the two have no ids in common, and nothing can be said.
SELECT ticket.ticket_id,
       ticket.created_at,
       ticket.ticket_channel,
       ticket.team,
       ticket.priority,
       ticket.status,
       ticket.weekday,
       seen.ticket_id IS NOT NULL                       AS in_events,
       bool_or(seen.ticket_id IS NOT NULL) OVER ()      AS ids_known
FROM support_tickets AS ticket
LEFT JOIN (SELECT DISTINCT transaction_id AS ticket_id FROM hits WHERE transaction_id IS NOT NULL) AS seen
  ON seen.ticket_id = ticket.ticket_id
CROSS JOIN (SELECT min(event_time) AS since FROM hits) AS tag
WHERE ticket.created_at >= tag.since

/*---
name       = "support_people"
time       = "happened_at"
dimensions = ["kind"]
---*/
-- Who looks for help: one row a session with a help page, with its visitor, and one a ticket, with who asked: the customer, else the
-- visitor, else nobody but the ticket itself.
SELECT session_start AS happened_at, 'reader' AS kind, visitor_id AS reader_id, cast(NULL AS VARCHAR) AS requester_id
FROM support_sessions
WHERE saw_help
UNION ALL
SELECT created_at, 'requester', cast(NULL AS VARCHAR), coalesce(customer_id, visitor_id, 'ticket ' || ticket_id)
FROM support_tickets
WHERE NOT by_agent

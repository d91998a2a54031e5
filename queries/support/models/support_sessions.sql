/*---
name       = "support_sessions"
time       = "session_start"
key        = ["visitor_id", "session_id"]
dimensions = [
  "channel", "source", "medium", "campaign", "landing_page", "exit_page", "new_returning", "visit_number", "weekday", "hour",
  "content_group", "device_category", "country", "language", "saw_help", "searched", "is_dead_end", "asked_for_help", "visitor_id",
  "session_id",
]
---*/
-- One row a session that looked for help: it saw a help page or searched. `asked_for_help`: the same visitor opened a ticket within 7
-- days of its start. `tickets_joined` is false in every row where no ticket ever came from a visitor with a session: then none can be
-- told apart from one that helped itself. `is_dead_end`: it ended at a search without results, a page not found, or a page voted
-- unhelpful.
SELECT sessions.visitor_id, sessions.session_id, sessions.session_start,
       help.session_id IS NOT NULL                          AS saw_help,
       sought.session_id IS NOT NULL                        AS searched,
       coalesce(sought.is_lost, FALSE) OR coalesce(ended.is_lost, FALSE) AS is_dead_end,
       asked.session_id IS NOT NULL                         AS asked_for_help,
       count(asked.session_id) OVER () > 0                  AS tickets_joined,
       sessions.channel, sessions.source, sessions.medium, sessions.campaign, sessions.landing_page, sessions.exit_page,
       sessions.new_returning, sessions.visit_number, sessions.weekday, sessions.hour, sessions.content_group,
       sessions.device_category, sessions.country, sessions.language
FROM sessions
LEFT JOIN (SELECT visitor_id, session_id, is_bot FROM help_pages GROUP BY visitor_id, session_id, is_bot) AS help
  ON help.visitor_id = sessions.visitor_id AND help.session_id = sessions.session_id
 AND help.is_bot IS NOT DISTINCT FROM sessions.is_bot
LEFT JOIN (SELECT visitor_id, session_id, is_bot, bool_or(coalesce(found_nothing, FALSE) AND is_exit) AS is_lost
           FROM searches GROUP BY visitor_id, session_id, is_bot) AS sought
  ON sought.visitor_id = sessions.visitor_id AND sought.session_id = sessions.session_id
 AND sought.is_bot IS NOT DISTINCT FROM sessions.is_bot
LEFT JOIN (SELECT visitor_id, session_id, is_bot,
                  coalesce(event_name = 'vote' AND lower(properties['helpful']) IN ('false', 'no', '0'), FALSE)
                    OR coalesce(event_name = 'page_view' AND page_status = 404, FALSE) AS is_lost
           FROM (SELECT *, row_number() OVER (PARTITION BY visitor_id, session_id, is_bot
                                              ORDER BY event_time DESC, place DESC, event_id DESC) AS nth_from_last
                 FROM hits
                 WHERE session_id IS NOT NULL
                   AND event_name IN ('page_view', 'vote', 'search', 'view_search_results', 'file_download', 'form_submit'))
           WHERE nth_from_last = 1) AS ended
  ON ended.visitor_id = sessions.visitor_id AND ended.session_id = sessions.session_id
 AND ended.is_bot IS NOT DISTINCT FROM sessions.is_bot
LEFT JOIN (SELECT DISTINCT sessions.visitor_id, sessions.session_id
           FROM sessions
           JOIN support_tickets ON support_tickets.visitor_id = sessions.visitor_id
            AND extract(epoch FROM support_tickets.created_at) >= extract(epoch FROM sessions.session_start)
            AND extract(epoch FROM support_tickets.created_at) < extract(epoch FROM sessions.session_start) + 7 * 86400) AS asked
  ON asked.visitor_id = sessions.visitor_id AND asked.session_id = sessions.session_id
WHERE help.session_id IS NOT NULL OR sought.session_id IS NOT NULL

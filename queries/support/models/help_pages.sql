/*---
name = "help_pages"
time = "event_time"
key  = ["event_id"]
---*/
-- One row a view of a help page, told by the page's content group, else by its path.
SELECT *
FROM hits
WHERE event_name = 'page_view' AND session_id IS NOT NULL
  AND (lower(content_group) IN ('help', 'support', 'faq', 'docs', 'documentation', 'knowledge base', 'aide', 'assistance')
       OR regexp_like(lower(page_path), '^/([a-z]{2}(-[a-z]{2})?/)?(help|support|faq|docs|documentation|kb|knowledge-?base|hc|aide|assistance)(/|$|\.)'))

/*---
id      = "support.unique_downloads"
title   = { en = "Unique downloads", fr = "Téléchargements uniques" }
says    = { en = "Sessions that downloaded the file, each once a file; ask by file_name. Over several files a session counts once", fr = "Sessions ayant téléchargé le fichier, une fois par fichier ; à demander par file_name. Sur plusieurs fichiers, une session compte une fois" }
unit    = "count"
needs   = ["page_view", "file_download"]
levers  = ["support.download_rate"]
differs = { ga4 = "none", matomo = "Unique Downloads" }
source  = "Matomo, Unique Downloads"
---*/
SELECT count(DISTINCT visitor_id || ' ' || session_id) FROM hits WHERE event_name = 'file_download' AND session_id IS NOT NULL

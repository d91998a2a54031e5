/*---
id      = "support.downloads"
title   = { en = "Downloads", fr = "Téléchargements" }
says    = { en = "Clicks on files; ask by file_name. The same file again counts again", fr = "Clics sur des fichiers ; à demander par file_name. Le même fichier de nouveau compte de nouveau" }
unit    = "count"
needs   = ["file_download"]
levers  = ["support.download_rate"]
differs = { ga4 = "Event count of file_download", matomo = "Downloads" }
source  = "Matomo, Downloads"
---*/
SELECT count(*) FROM hits WHERE event_name = 'file_download'

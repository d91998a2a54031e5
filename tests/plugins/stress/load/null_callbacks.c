/* A plugin whose table has no functions. */
#include "jauge_plugin.h"

jauge_status jauge_plugin_v1(const jauge_host *host, jauge_plugin *out, jauge_text *err) {
  (void)host, (void)err;
  *out = (jauge_plugin){.size = sizeof *out};
  return JAUGE_OK;
}

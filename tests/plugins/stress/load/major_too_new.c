/* A plugin for the next major version of the contract only. */
#include "plain.h"

JAUGE_EXPORT jauge_status jauge_plugin_v2(const jauge_host *host, jauge_plugin *out, jauge_text *err);
jauge_status jauge_plugin_v2(const jauge_host *host, jauge_plugin *out, jauge_text *err) {
  (void)host, (void)err;
  return start_plainly(out);
}

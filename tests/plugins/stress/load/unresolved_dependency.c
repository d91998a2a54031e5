/* Needs libgone.so, which is no longer there. */
#include "plain.h"

int gone(void);

jauge_status jauge_plugin_v1(const jauge_host *host, jauge_plugin *out, jauge_text *err) {
  (void)host, (void)err;
  return gone() ? JAUGE_INTERNAL : start_plainly(out);
}

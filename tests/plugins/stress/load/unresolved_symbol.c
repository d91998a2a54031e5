/* Calls a function that no library has. */
#include "plain.h"

int nowhere_to_be_found(void);

jauge_status jauge_plugin_v1(const jauge_host *host, jauge_plugin *out, jauge_text *err) {
  (void)host, (void)err;
  return nowhere_to_be_found() ? JAUGE_INTERNAL : start_plainly(out);
}

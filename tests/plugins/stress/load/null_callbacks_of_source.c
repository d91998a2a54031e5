/* A source whose table has no functions. */
#include "plain.h"

static jauge_status open_source(jauge_plugin *self, jauge_slice source, jauge_slice config, jauge_source *out, jauge_text *err) {
  (void)self, (void)source, (void)config, (void)err;
  *out = (jauge_source){.size = sizeof *out};
  return JAUGE_OK;
}

jauge_status jauge_plugin_v1(const jauge_host *host, jauge_plugin *out, jauge_text *err) {
  (void)host, (void)err;
  start_plainly(out);
  out->open = open_source;
  return JAUGE_OK;
}

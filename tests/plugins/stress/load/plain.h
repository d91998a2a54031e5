/* A plugin that starts and does nothing more; a case includes it, and spoils one thing. */
#include "jauge_plugin.h"

#include <stdlib.h>
#include <string.h>

#ifndef PLUGIN_SIZE
#define PLUGIN_SIZE sizeof(jauge_plugin)
#endif

static jauge_status describe(jauge_plugin *self, jauge_text *json, jauge_text *err) {
  static const char facts[] = "{\"name\": \"stress\", \"version\": \"0.1.0\", \"says\": \"Misbehaves\", \"sources\": {\"stress\":"
                              " {\"says\": \"Misbehaves\", \"config\": {\"type\": \"object\"}, \"examples\": []}},"
                              " \"permissions\": {\"network\": false, \"paths\": []}}";
  (void)self, (void)err;
  *json = (jauge_text){.data = facts, .length = sizeof facts - 1};
  return JAUGE_OK;
}

static void shut_down(jauge_plugin *self) { (void)self; }

static jauge_status start_plainly(jauge_plugin *out) {
  *out = (jauge_plugin){.size = PLUGIN_SIZE, .describe = describe, .shutdown = shut_down};
  return JAUGE_OK;
}

/* The entry of a case that spoils something else. */
#define PLAIN_ENTRY                                                                             \
  jauge_status jauge_plugin_v1(const jauge_host *host, jauge_plugin *out, jauge_text *err) {    \
    (void)host, (void)err;                                                                      \
    return start_plainly(out);                                                                  \
  }

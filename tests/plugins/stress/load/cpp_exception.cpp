// Throws a C++ exception across the contract, from `describe`.
#include "jauge_plugin.h"

#include <stdexcept>

static jauge_status describe(jauge_plugin *, jauge_text *, jauge_text *) { throw std::runtime_error("stress"); }
static void shut_down(jauge_plugin *) {}

jauge_status jauge_plugin_v1(const jauge_host *, jauge_plugin *out, jauge_text *) {
  out->size = sizeof *out;
  out->describe = describe;
  out->shutdown = shut_down;
  return JAUGE_OK;
}

/* Ends the process in peace while it is being loaded. */
#include "plain.h"

__attribute__((constructor)) static void at_load(void) { exit(0); }

PLAIN_ENTRY

/* Ends the process while it is being loaded. */
#include "plain.h"

__attribute__((constructor)) static void at_load(void) { abort(); }

PLAIN_ENTRY

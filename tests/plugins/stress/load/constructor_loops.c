/* Never comes back from being loaded. */
#include "plain.h"

__attribute__((constructor)) static void at_load(void) {
  for (volatile int turn = 0;; turn = !turn) {
  }
}

PLAIN_ENTRY

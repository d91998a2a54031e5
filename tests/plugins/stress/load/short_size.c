/* Announces a struct that ends before `describe`. */
#define PLUGIN_SIZE 24
#include "plain.h"

PLAIN_ENTRY

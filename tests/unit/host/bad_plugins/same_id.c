/* Takes the id of good.c. */
#define PLUGIN_ID "dev.veriload.test.good"
#include "parts.h"

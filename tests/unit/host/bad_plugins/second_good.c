/* Another plugin without a fault. */
#define PLUGIN_ID "dev.veriload.test.second"
#include "parts.h"

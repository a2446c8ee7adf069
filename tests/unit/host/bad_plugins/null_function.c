/* Cannot be started. */
#define PLUGIN_INIT NULL
#include "parts.h"

/* Needs a host that is newer than any. */
#define PLUGIN_NOTE VL_PLUGIN_NOTE(900, 900)
#include "parts.h"

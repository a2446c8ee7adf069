/* Has nothing to say. */
#define PLUGIN_DESCRIPTOR NULL
#include "parts.h"

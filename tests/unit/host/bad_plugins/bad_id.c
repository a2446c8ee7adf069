/* Has an id that is not one. */
#define PLUGIN_ID "Not An Id"
#include "parts.h"

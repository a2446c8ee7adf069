/* Its note and its descriptor differ. */
#define PLUGIN_MINOR_BUILT 7
#include "parts.h"

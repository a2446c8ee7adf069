/* Has a note and another entry symbol than a plugin. */
#define PLUGIN_ENTRY something_else
#include "parts.h"

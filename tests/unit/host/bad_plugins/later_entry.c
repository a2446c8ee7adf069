/* Has the entry symbol of a later major. */
#define PLUGIN_ENTRY veriload_plugin_v3
#include "parts.h"

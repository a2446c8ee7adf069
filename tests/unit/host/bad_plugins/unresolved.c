/* Calls a function that nobody defines. */
#define PLUGIN_INIT undefined_everywhere
#include "veriload_abi.h"
vl_status undefined_everywhere(const vl_host* host, void** self, vl_error* error);
#include "parts.h"

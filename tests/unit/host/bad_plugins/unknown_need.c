/* Needs what no host serves. */
#define PLUGIN_NEEDS "veriload.teleport/1"
#include "parts.h"

/* Its descriptor ends before the functions. */
#define PLUGIN_STRUCT_SIZE 16
#include "parts.h"

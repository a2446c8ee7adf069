/* A shared library that is no plugin. */
#define PLUGIN_NOTE struct no_note
#include "parts.h"

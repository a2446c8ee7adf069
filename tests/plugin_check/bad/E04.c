/* Wrong: the note says that it was built with another minor than the descriptor. */
#define PLUGIN_NOTE VL_PLUGIN_NOTE(0, VL_ABI_MINOR + 1)
#include "../tiny_protocol.h"

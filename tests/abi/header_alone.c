/* The header by itself, and the note macro, which a plugin in C uses. */
#include "veriload_abi.h"

#include "draft/veriload_typed.h"

VL_PLUGIN_NOTE(0, VL_ABI_MINOR);

int main(void) { return 0; }

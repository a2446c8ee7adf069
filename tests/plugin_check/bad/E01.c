/* Wrong: exports a second symbol, which could meet its like in another plugin. */
#include "veriload_abi.h"
VL_EXPORT int tiny_version(void);
VL_EXPORT int tiny_version(void) { return 1; }
#include "../tiny_protocol.h"

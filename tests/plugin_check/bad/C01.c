/* Wrong: has the id of another plugin, of good.c. */
#include "../tiny_protocol.h"

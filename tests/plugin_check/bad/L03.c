/* Wrong: the slot `cancel` is null. */
#define CANCEL_SLOT NULL
#include "../tiny_protocol.h"

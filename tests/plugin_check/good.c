/* Nothing is wrong with this one. */
#include "tiny_protocol.h"

/* Wrong: gives its protocol table for every id. */
#define UNKNOWN_COMPONENT (const void*)&protocol
#include "../tiny_protocol.h"

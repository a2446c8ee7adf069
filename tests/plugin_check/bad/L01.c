/* Wrong: starts also when the host has not the services that it needs. */
#define CHECK_SERVICES 1
#include "../tiny_protocol.h"

/* Wrong: changes the environment of the whole process. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#define AT_INIT setenv("TINY_PROTOCOL", "on", 1)
#include "../tiny_protocol.h"

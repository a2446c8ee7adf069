/* A plugin without a fault. */
#include "parts.h"

/* Turns for ever in init: what a time limit is for. */
#define AT_INIT                    \
  static volatile int turning = 1; \
  while (turning)                  \
  continue
#include "tiny_protocol.h"

/* Wrong: init allocates what fini does not free. */
#define AT_INIT               \
  static void* volatile kept; \
  kept = malloc(1000);        \
  (void)kept
#include "../tiny_protocol.h"

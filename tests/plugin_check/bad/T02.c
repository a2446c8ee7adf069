/* Wrong: counts the sessions of all loops in one variable without a lock. */
#include <stdlib.h>
static unsigned long sessions;
static void* counted_calloc(size_t n, size_t size) {
  ++sessions;
  return calloc(n, size);
}
#define NEW_SESSION counted_calloc(1, sizeof(session))
#include "../tiny_protocol.h"

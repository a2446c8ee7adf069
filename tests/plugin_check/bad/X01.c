/* Wrong: ends the process when a session cannot be allocated, as an exception does that nobody
 * catches before it reaches the host. */
#include <stdlib.h>
static void* must_calloc(size_t n, size_t size) {
  void* memory = calloc(n, size);
  if (!memory) abort();
  return memory;
}
#define NEW_SESSION must_calloc(1, sizeof(session))
#include "../tiny_protocol.h"

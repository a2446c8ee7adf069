/* Wrong: clears `user` of an op that has completed and may be gone. */
#define COMPLETE(op, result)      \
  (op)->complete((op), (result)); \
  (op)->user = NULL
#include "../tiny_protocol.h"

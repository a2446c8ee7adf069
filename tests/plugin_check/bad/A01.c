/* Wrong: completes each call twice. */
#define COMPLETE(op, result)                        \
  void (*told)(vl_op*, vl_result) = (op)->complete; \
  told((op), (result));                             \
  (op)->complete((op), (result))
#include "../tiny_protocol.h"

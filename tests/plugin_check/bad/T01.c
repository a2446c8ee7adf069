/* Wrong: calls a function marked [main] when its worker is opened, on the loop. */
#define AT_WORKER_OPEN                  \
  vl_tls_options options;               \
  memset(&options, 0, sizeof options);  \
  options.struct_size = sizeof options; \
  p->stream->tls_check(p->host, &options, error)
#include "../tiny_protocol.h"

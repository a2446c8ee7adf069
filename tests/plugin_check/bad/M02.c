/* Wrong: sets the deadline of a stream that it has closed. */
#define CLOSE_STREAM(p, s) \
  (p)->stream->close((s)->stream), (p)->stream->set_deadline((s)->stream, 0), (s)->stream = NULL
#include "../tiny_protocol.h"

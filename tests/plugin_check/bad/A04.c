/* Wrong: the end of a session waits for a minute, longer than a run waits that was stopped. */
#define CLOSE_SESSION close_late
#include "../tiny_protocol.h"

static vl_op* closing;

static void waited(vl_op* op, vl_result result) {
  vl_op* const caller = closing;
  (void)result;
  free(op->user);
  caller->complete(caller, (vl_result){VL_OK, 0, 0});
}

static vl_status close_late(void* arg, vl_op* op) {
  session* s = arg;
  closing = op;
  s->ending.complete = waited;
  s->ending.user = s;
  return s->home->owner->loop->sleep_until(s->home->loop, now_of(s) + 60000000000, &s->ending);
}

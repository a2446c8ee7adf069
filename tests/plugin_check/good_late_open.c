/* Nothing is wrong with this one: its sessions open a moment later, unless that is cancelled. */
#define AFTER_TYPES                              \
  static vl_status open_later(session*, vl_op*); \
  static vl_status cancel_open(session*);
#define OPENED(s, op) open_later(s, op)
#define CANCEL_OPEN(s, op) \
  if ((s)->end_pending < 0) return (s)->caller == (op) ? cancel_open(s) : VL_E_INVALID
#include "tiny_protocol.h"

static void opened(vl_op* op, vl_result result) {
  session* s = op->user;
  vl_op* const opener = s->caller;
  s->caller = NULL;
  s->end_pending = 0;
  if (result.status != VL_OK) free(s); /* it never came to be */
  opener->complete(opener, result);
}

static vl_status open_later(session* s, vl_op* op) {
  s->ending.complete = opened;
  s->ending.user = s;
  s->caller = op;
  s->end_pending = -1; /* while it opens */
  const vl_status status =
      s->home->owner->loop->sleep_until(s->home->loop, now_of(s) + 1000000, &s->ending);
  if (status != VL_PENDING) free(s);
  return status;
}

static vl_status cancel_open(session* s) {
  return s->home->owner->loop->cancel(s->home->loop, &s->ending);
}

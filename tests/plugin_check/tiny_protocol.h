/* A whole protocol plugin in plain C: dials, sends one line, takes what comes as the answer. A
 * source that breaks a rule defines the part that is wrong before it includes this; without any it
 * is right. One call at a time, a connection per call. */
#ifndef VERILOAD_TEST_TINY_PROTOCOL_H
#define VERILOAD_TEST_TINY_PROTOCOL_H

#include "tiny_protocol_parts.h"
#include "veriload_abi.h"

#include <stdlib.h>
#include <string.h>

typedef struct plugin {
  const vl_host* host;
  const vl_loop_v1* loop;
  const vl_stream_v1* stream;
  const vl_user_v1* user;
} plugin;

typedef struct worker {
  plugin* owner;
  vl_loop* loop;
} worker;

typedef struct session {
  worker* home;
  vl_stream* stream;
  vl_op dialing, writing, ending;
  vl_op* caller;
  vl_reply* reply;
  vl_ns deadline;
  vl_result result;
  int dial_pending, write_pending, end_pending, over, canceled;
} session;

static const char request[] = "GET / HTTP/1.1\r\n\r\n";

AFTER_TYPES
static vl_ns now_of(session* s) { return s->home->owner->loop->now(s->home->loop); }

/* The call ends when nothing of it is in flight any more. */
static void finish_if_quiet(session* s) {
  if (!s->over || s->dial_pending || s->write_pending || s->end_pending || !s->caller) return;
  vl_op* caller = s->caller;
  vl_reply* reply = s->reply;
  const vl_result result = s->canceled ? (vl_result){VL_E_CANCELED, 0, 0} : s->result;
  s->caller = NULL;
  reply->code = result.status == VL_OK ? 200 : 0;
  reply->done = now_of(s);
  BEFORE_REPLY(reply);
  COMPLETE(caller, result);
}

static void ended(vl_op* op, vl_result result) {
  session* s = op->user;
  (void)result;
  s->end_pending = 0;
  finish_if_quiet(s);
}

/* Closes what is open; `ended` follows on a later turn of the loop. */
static void end_soon(session* s) {
  plugin* p = s->home->owner;
  if (s->end_pending) return;
  s->over = 1;
  if (s->dial_pending) p->stream->cancel_dial(s->home->loop, &s->dialing);
  if (s->stream) CLOSE_STREAM(p, s);
  s->ending.complete = ended;
  s->ending.user = s;
  s->end_pending = p->loop->post(s->home->loop, &s->ending) == VL_PENDING;
}

static void on_data(void* arg, vl_result result, vl_cbuf bytes) {
  session* s = arg;
  (void)bytes;
  s->result = result;
  end_soon(s);
}

static void written(vl_op* op, vl_result result) {
  session* s = op->user;
  s->write_pending = 0;
  if (result.status != VL_OK && s->stream) {
    s->result = result;
    end_soon(s);
  }
  finish_if_quiet(s);
}

static void dialed(vl_op* op, vl_result result) {
  session* s = op->user;
  plugin* p = s->home->owner;
  const vl_reader reader = {s, on_data};
  const vl_cbuf line = {request, sizeof request - 1};
  vl_status status = result.status;
  s->dial_pending = 0;
  if (status != VL_OK) s->stream = NULL;
  if (status == VL_OK && !s->canceled) {
    status = p->stream->read_start(s->stream, &reader);
    if (status == VL_OK) {
      p->stream->set_deadline(s->stream, s->deadline);
      s->writing.complete = written;
      s->writing.user = s;
      status = p->stream->write(s->stream, &line, 1, &s->writing);
      s->write_pending = status == VL_PENDING;
    }
  }
  if (status < 0 || s->canceled) {
    s->result = (vl_result){status < 0 ? status : VL_E_CANCELED, 0, 0};
    s->over = 1;
    if (s->stream)
      end_soon(s);
    else
      finish_if_quiet(s);
  }
}

static vl_status configure(void* self, const vl_node* section, const vl_node* root,
                           vl_error* error) {
  (void)self, (void)section, (void)root, (void)error;
  return VL_OK;
}

static vl_status worker_open(void* self, vl_loop* loop, void** out, vl_error* error) {
  worker* w = calloc(1, sizeof *w);
  plugin* p = self;
  (void)error, (void)p;
  if (!w) return VL_E_NOMEM;
  w->owner = self;
  w->loop = loop;
  AT_WORKER_OPEN;
  *out = w;
  return VL_OK;
}

static void worker_close(void* w) { free(w); }

static vl_status open_session(void* home, vl_user* user, const vl_node* config, void** out,
                              vl_op* op) {
  session* s = NEW_SESSION;
  (void)user, (void)config, (void)op;
  if (!s) return VL_E_NOMEM;
  s->home = home;
  *out = s;
  return OPENED(s, op);
}

static vl_status call(void* arg, const vl_call* c, vl_reply* reply, vl_op* op) {
  session* s = arg;
  plugin* p = s->home->owner;
  vl_dial where;
  memset(&where, 0, sizeof where);
  where.struct_size = sizeof where;
  where.host = (vl_str){"sut.test", 8};
  where.port = 80;
  s->deadline = now_of(s) + (c->timeout ? c->timeout : 30000000000);
  where.deadline = s->deadline;
  s->caller = op;
  s->reply = reply;
  s->canceled = s->over = 0;
  s->dialing.complete = dialed;
  s->dialing.user = s;
  const vl_status status = p->stream->dial(s->home->loop, &where, &s->stream, &s->dialing);
  if (status != VL_PENDING) {
    s->caller = NULL;
    reply->done = now_of(s);
    return status < 0 ? status : VL_E_PROTOCOL;
  }
  s->dial_pending = 1;
  return VL_PENDING;
}

static vl_status cancel(void* arg, vl_op* op) {
  session* s = arg;
  CANCEL_OPEN(s, op);
  if (s->caller != op) return VL_E_INVALID;
  CANCEL(s);
  return VL_OK;
}

static vl_status CLOSE_SESSION(void* arg, vl_op* op);
__attribute__((unused)) static vl_status close_session(void* arg, vl_op* op) {
  (void)op;
  free(arg);
  return VL_OK;
}

static const void* typed(void* s, const char* id) {
  (void)s, (void)id;
  return NULL;
}

static const vl_protocol_v1 protocol = {
    sizeof(vl_protocol_v1), 0,    "tiny",      configure,     worker_open, worker_close,
    open_session,           call, CANCEL_SLOT, CLOSE_SESSION, typed,       NULL};

static vl_status init(const vl_host* host, void** self, vl_error* error) {
  plugin* p = calloc(1, sizeof *p);
  if (!p) return VL_E_NOMEM;
  p->host = host;
  p->loop = host->service(host, VL_SVC_LOOP);
  p->stream = host->service(host, VL_SVC_STREAM);
  p->user = host->service(host, VL_SVC_USER);
  if (!(CHECK_SERVICES)) {
    strcpy(error->message, "needs loop/1, stream/1 and user/1");
    free(p);
    return VL_E_UNSUPPORTED;
  }
  AT_INIT;
  *self = p;
  return VL_OK;
}

static const void* component(void* self, const char* id) {
  (void)self;
  (void)cancel;
  return strcmp(id, VL_COMP_PROTOCOL) == 0 ? (const void*)&protocol : UNKNOWN_COMPONENT;
}

static void fini(void* self) {
  AT_FINI;
  free(self);
}

PLUGIN_NOTE;

VL_EXPORT const vl_plugin_v1* veriload_plugin_v1(void) {
  static const char* const provides[] = {VL_COMP_PROTOCOL, NULL};
  static const char* const needs[] = {VL_SVC_LOOP, VL_SVC_STREAM, VL_SVC_USER, NULL};
  static const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1),
                                          VL_ABI_MAJOR,
                                          0,
                                          VL_ABI_MINOR,
                                          0,
                                          0,
                                          PLUGIN_ID,
                                          "1.0.0",
                                          "MIT",
                                          "a C compiler",
                                          provides,
                                          needs,
                                          NULL,
                                          init,
                                          component,
                                          fini};
  AT_ENTRY;
  return &descriptor;
}

#endif /* VERILOAD_TEST_TINY_PROTOCOL_H */

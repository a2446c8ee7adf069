/* A witness of its header: a command and a protocol called "http" that answers every call by
 * itself. Each kept header builds one; the host of today lists it, runs the command, and runs users
 * against it. It uses what ABI 1.0 has, and asks VL_HAS for the last slot of a table that a host
 * may have cut. */
#include "veriload_abi.h"

#include <stdlib.h>
#include <string.h>

typedef struct session {
  vl_loop* loop;
  vl_op turn;
  vl_op* caller;
  vl_reply* reply;
  vl_ns begin;
} session;

static const vl_loop_v1* loops;
static const vl_log_v1* logs;

static void answered(vl_op* op, vl_result result) {
  session* s = op->user;
  vl_op* const caller = s->caller;
  s->reply->code = 200;
  s->reply->sent = s->begin;
  s->reply->first_byte = s->reply->done = loops->now(s->loop);
  s->caller = NULL;
  caller->complete(caller, result);
}

static vl_status configure(void* self, const vl_node* section, const vl_node* root,
                           vl_error* error) {
  (void)self, (void)section, (void)root, (void)error;
  return VL_OK;
}
static vl_status worker_open(void* self, vl_loop* loop, void** worker, vl_error* error) {
  (void)self, (void)error;
  *worker = loop;
  return VL_OK;
}
static void worker_close(void* worker) { (void)worker; }
static vl_status open_session(void* worker, vl_user* user, const vl_node* config, void** out,
                              vl_op* op) {
  session* s = calloc(1, sizeof *s);
  (void)user, (void)config, (void)op;
  if (!s) return VL_E_NOMEM;
  s->loop = worker;
  *out = s;
  return VL_OK;
}
static vl_status call(void* arg, const vl_call* c, vl_reply* reply, vl_op* op) {
  session* s = arg;
  (void)c;
  s->caller = op;
  s->reply = reply;
  s->begin = loops->now(s->loop);
  s->turn.complete = answered;
  s->turn.user = s;
  return loops->post(s->loop, &s->turn);
}
/* The answer is under way already and wins the race. */
static vl_status cancel(void* arg, vl_op* op) {
  return ((session*)arg)->caller == op ? VL_OK : VL_E_INVALID;
}
static vl_status close_session(void* arg, vl_op* op) {
  (void)op;
  free(arg);
  return VL_OK;
}
static const void* typed(void* arg, const char* id) {
  (void)arg, (void)id;
  return NULL;
}
static vl_status run(void* self, const vl_str* words, uint32_t n, const vl_sink* out,
                     const vl_sink* err, int32_t* exit_code, vl_error* error) {
  static const char text[] = "witness of ABI " WITNESS_VERSION "\n";
  (void)self, (void)words, (void)n, (void)err, (void)error;
  *exit_code = 0;
  return out->write(out->ctx, (vl_cbuf){text, sizeof text - 1});
}

static vl_status init(const vl_host* host, void** self, vl_error* error) {
  const vl_str line = {"witness", 7};
  loops = host->service(host, VL_SVC_LOOP);
  logs = host->service(host, VL_SVC_LOG);
  if (!loops || !VL_HAS(loops, vl_loop_v1, post)) {
    strcpy(error->message, "needs loop/1 with post");
    return VL_E_UNSUPPORTED;
  }
  if (logs && VL_HAS(logs, vl_log_v1, write)) logs->write(host, VL_LOG_DEBUG, line, NULL, 0);
  *self = NULL;
  return VL_OK;
}
static const void* component(void* self, const char* id) {
  static const vl_protocol_v1 protocol = {
      sizeof(vl_protocol_v1), 0,    "http", configure,     worker_open, worker_close,
      open_session,           call, cancel, close_session, typed,       NULL};
  static const vl_command_v1 command = {sizeof(vl_command_v1),       0,  "witness", "says its ABI",
                                        "usage: veriload witness\n", run};
  (void)self;
  if (strcmp(id, VL_COMP_PROTOCOL) == 0) return &protocol;
  return strcmp(id, VL_COMP_COMMAND) == 0 ? &command : NULL;
}
static void fini(void* self) { (void)self; }

VL_PLUGIN_NOTE(0, VL_ABI_MINOR);

VL_EXPORT const vl_plugin_v1* veriload_plugin_v1(void) {
  static const char* const provides[] = {VL_COMP_PROTOCOL, VL_COMP_COMMAND, NULL};
  static const char* const needs[] = {VL_SVC_LOOP, NULL};
  static const char* const wants[] = {VL_SVC_LOG, NULL};
  static const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1),
                                          VL_ABI_MAJOR,
                                          0,
                                          VL_ABI_MINOR,
                                          0,
                                          0,
                                          "test.witness",
                                          "1.0.0",
                                          "MIT",
                                          "a C compiler",
                                          provides,
                                          needs,
                                          wants,
                                          init,
                                          component,
                                          fini};
  return &descriptor;
}

/* A whole fixture connector in plain C: rows of a model "users" in memory, calls that end on a
 * later turn, a connection that opens on a later turn, everything can be cancelled. A source that
 * breaks a rule defines the part that is wrong before it includes this; without any it is right. */
#ifndef VERILOAD_TEST_TINY_FIXTURE_H
#define VERILOAD_TEST_TINY_FIXTURE_H

#include "tiny_fixture_rows.h"
#include "veriload_abi.h"

#ifndef ROW_OF /* the row that an identity leads to */
#define ROW_OF(connection, id) row_of(id)
#endif

static const vl_loop_v1* loops;

struct connection;

typedef struct pending {
  vl_op turn;
  vl_op* caller; /* NULL = free */
  struct connection* of;
  vl_result result;
  int opening;
} pending;

typedef struct connection {
  vl_loop* loop;
  int64_t number;
  pending calls[most_pending];
} connection;

static void ended(vl_op* op, vl_result posted) {
  pending* p = op->user;
  vl_op* const caller = p->caller;
  vl_result result = p->result;
  if (posted.status != VL_OK) result = posted;
  p->caller = NULL;
  if (p->opening && result.status != VL_OK) free(p->of); /* it never came to be */
  caller->complete(caller, result);
}

/* Completes the op with `result` on a later turn. */
static vl_status start_later(connection* c, vl_op* op, vl_result result, int opening) {
  for (int i = 0; i < most_pending; ++i) {
    pending* p = &c->calls[i];
    if (p->caller) continue;
    p->turn.complete = ended;
    p->turn.user = p;
    p->of = c;
    p->result = result;
    p->opening = opening;
    p->caller = op;
    const vl_status status = loops->sleep_until(c->loop, loops->now(c->loop) + 1000000, &p->turn);
    if (status != VL_PENDING) p->caller = NULL;
    return status;
  }
  return VL_E_NOMEM;
}

static vl_status later(connection* c, vl_op* op, vl_result result) {
  return start_later(c, op, result, 0);
}

static vl_status open_connection(void* self, const vl_fixture_open* how, void** out, vl_op* op) {
  connection* c = calloc(1, sizeof *c);
  (void)self;
  if (!c) return fail(how->error, VL_E_NOMEM, "no memory for a connection");
  c->loop = how->loop;
  pthread_mutex_lock(&table.lock);
  c->number = ++table.last_connection;
  pthread_mutex_unlock(&table.lock);
  *out = c; /* for cancel */
  const vl_status status = start_later(c, op, (vl_result){VL_OK, 0, 0}, 1);
  if (status != VL_PENDING) {
    free(c);
    fail(how->error, status, "no turn of the loop to open on");
  }
  return status;
}

static vl_status close_connection(void* arg, vl_op* op) {
  connection* c = arg;
  (void)op;
  free(c);
  return VL_OK;
}

static vl_status describe(void* arg, const vl_fixture_call* call, const vl_field_sink* sink,
                          vl_op* op) {
  const vl_field id = {sizeof id, VL_FIELD_KEY | VL_FIELD_GENERATED,
                       {"id", 2}, {"integer", 7},
                       {NULL, 0}, VL_VALUE_INT,
                       0,         {NULL, 0},
                       NULL,      0,
                       0,         0,
                       0};
  const vl_field name = {sizeof name,
                         0,
                         {"name", 4},
                         {"varchar(40)", 11},
                         {NULL, 0},
                         VL_VALUE_STR,
                         0,
                         {NULL, 0},
                         NULL,
                         0,
                         40,
                         0,
                         0};
  if (!known(call)) return fail(call->error, VL_E_INVALID, "unknown model, expected users");
  if (sink->field(sink->ctx, &id) != VL_OK || sink->field(sink->ctx, &name) != VL_OK)
    return fail(call->error, VL_E_CANCELED, "the host takes no more fields");
  return later(arg, op, (vl_result){VL_OK, 0, 0});
}

static vl_status create(void* arg, const vl_fixture_call* call, vl_record* out, vl_op* op) {
  connection* c = arg;
  if (!known(call)) return fail(call->error, VL_E_INVALID, "unknown model, expected users");
  if (call->n_values != 1 || !same(first_value(call)->name, "name"))
    return fail(call->error, VL_E_INVALID, "expected a name and nothing else");
  pthread_mutex_lock(&table.lock);
  row* r = NULL;
  for (int i = 0; i < most_rows && !r; ++i)
    if (!table.rows[i].id) r = &table.rows[i];
  if (r) {
    r->id = ++table.last_id;
    r->maker = c->number;
    copy(r->name, first_value(call)->text);
    copy(r->run, call->run_id);
    copy(r->key, call->key);
  }
  const int done = r && show(r, out);
  if (r && !done) r->id = 0;
  vl_status status = done ? later(c, op, (vl_result){VL_OK, 0, 0}) : VL_E_NOMEM;
  if (done && status != VL_PENDING) {
    r->id = 0;
    out->release(out);
    out->release = NULL;
  }
  pthread_mutex_unlock(&table.lock);
  return status == VL_PENDING ? status : fail(call->error, status, "no room for a row");
}

static vl_status look(void* arg, const vl_fixture_call* call, vl_op* op, int remove) {
  connection* c = arg;
  if (!known(call)) return fail(call->error, VL_E_INVALID, "unknown model, expected users");
  if (call->n_values != 1 || first_value(call)->kind != VL_VALUE_INT)
    return fail(call->error, VL_E_INVALID, "expected an id");
  pthread_mutex_lock(&table.lock);
  row* r = ROW_OF(c, first_value(call)->number);
  const uint64_t there = r != NULL;
  const vl_status status = later(c, op, (vl_result){VL_OK, 0, there});
  if (status == VL_PENDING && r && remove) r->id = 0;
  pthread_mutex_unlock(&table.lock);
  return status == VL_PENDING ? status : fail(call->error, status, "no turn of the loop");
}
static vl_status remove_row(void* arg, const vl_fixture_call* call, vl_op* op) {
  return look(arg, call, op, 1);
}
static vl_status exists(void* arg, const vl_fixture_call* call, vl_op* op) {
  return look(arg, call, op, 0);
}

/* A sleep that is cancelled completes on a later turn, and `ended` passes that on. */
static vl_status cancel(void* arg, vl_op* op) {
  connection* c = arg;
  for (int i = 0; i < most_pending; ++i)
    if (c->calls[i].caller == op) return loops->cancel(c->loop, &c->calls[i].turn);
  return VL_E_INVALID;
}

static vl_status find(void* arg, const vl_fixture_call* call, const vl_record_sink* sink,
                      vl_op* op) {
  uint64_t given = 0;
  vl_status more = VL_OK;
  if (!known(call)) return fail(call->error, VL_E_INVALID, "unknown model, expected users");
  if (!call->run_id.len) return fail(call->error, VL_E_INVALID, "expected a run_id");
  pthread_mutex_lock(&table.lock);
  for (int i = 0; i < most_rows && more == VL_OK; ++i) {
    vl_record record;
    const row* r = &table.rows[i];
    if (!r->id || !same(call->run_id, r->run) || (call->key.len && !same(call->key, r->key)))
      continue;
    memset(&record, 0, sizeof record);
    record.struct_size = sizeof record;
    if (!show(r, &record)) continue;
    more = sink->record(sink->ctx, &record);
    record.release(&record);
    ++given;
  }
  pthread_mutex_unlock(&table.lock);
  const vl_status status = later(arg, op, (vl_result){VL_OK, 0, given});
  return status == VL_PENDING ? status : fail(call->error, status, "no turn of the loop");
}

static const vl_fixture_v1 fixture = {sizeof(vl_fixture_v1),
                                      0,
                                      "tiny",
                                      open_connection,
                                      close_connection,
                                      describe,
                                      create,
                                      remove_row,
                                      exists,
                                      cancel,
                                      find,
                                      NULL,
                                      NULL,
                                      NULL};

static vl_status init(const vl_host* host, void** self, vl_error* error) {
  loops = host->service(host, VL_SVC_LOOP);
  if (!loops || !VL_HAS(loops, vl_loop_v1, cancel))
    return fail(error, VL_E_UNSUPPORTED, "needs loop/1");
  *self = NULL;
  return VL_OK;
}
static const void* component(void* self, const char* id) {
  (void)self;
  return strcmp(id, VL_COMP_FIXTURE) == 0 ? &fixture : NULL;
}
static void fini(void* self) { (void)self; }

VL_PLUGIN_NOTE(0, VL_ABI_MINOR);

VL_EXPORT const vl_plugin_v1* veriload_plugin_v1(void) {
  static const char* const provides[] = {VL_COMP_FIXTURE, NULL};
  static const char* const needs[] = {VL_SVC_LOOP, NULL};
  static const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1),
                                          VL_ABI_MAJOR,
                                          0,
                                          VL_ABI_MINOR,
                                          0,
                                          0,
                                          "test.tiny_fixture",
                                          "1.0.0",
                                          "MIT",
                                          "a C compiler",
                                          provides,
                                          needs,
                                          NULL,
                                          init,
                                          component,
                                          fini};
  return &descriptor;
}

#endif /* VERILOAD_TEST_TINY_FIXTURE_H */

/* What tiny_fixture.h keeps: rows in memory, and how it shows them. */
#ifndef VERILOAD_TEST_TINY_FIXTURE_ROWS_H
#define VERILOAD_TEST_TINY_FIXTURE_ROWS_H

#include "veriload_abi.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { most_rows = 4096, most_pending = 8, text_size = 160 };

typedef struct row {
  int64_t id;    /* 0 = free */
  int64_t maker; /* the number of the connection that made it */
  char name[text_size], run[text_size], key[text_size];
} row;

/* Shared by all loops, as a database is. */
static struct {
  pthread_mutex_t lock;
  int64_t last_id, last_connection;
  row rows[most_rows];
} table = {PTHREAD_MUTEX_INITIALIZER, 0, 0, {{0, 0, "", "", ""}}};

static vl_status fail(vl_error* error, vl_status status, const char* why) {
  if (error) {
    error->code = status;
    strcpy(error->message, why);
  }
  return status;
}

static void copy(char* to, vl_str from) {
  const size_t n = from.len < text_size ? from.len : text_size - 1;
  if (n) memcpy(to, from.ptr, n);
  to[n] = 0;
}

static int same(vl_str a, const char* b) {
  return a.len == strlen(b) && memcmp(a.ptr, b, a.len) == 0;
}

static int known(const vl_fixture_call* call) { return same(call->model, "users"); }

static row* row_of(int64_t id) {
  for (int i = 0; i < most_rows; ++i)
    if (id && table.rows[i].id == id) return &table.rows[i];
  return NULL;
}

static const vl_value* first_value(const vl_fixture_call* call) { return call->values; }

/* What a record shows, and what it lies in. */
typedef struct shown {
  vl_value identity, values[2];
  char name[text_size];
} shown;

static void release(vl_record* record) {
  free(record->owner);
  record->owner = NULL;
}

static int show(const row* r, vl_record* out) {
  static const vl_value empty;
  shown* s = calloc(1, sizeof *s);
  if (!s) return 0;
  strcpy(s->name, r->name);
  s->identity = s->values[0] = s->values[1] = empty;
  s->identity.name = (vl_str){"id", 2};
  s->identity.kind = VL_VALUE_INT;
  s->identity.number = r->id;
  s->values[0] = s->identity;
  s->values[1].name = (vl_str){"name", 4};
  s->values[1].kind = VL_VALUE_STR;
  s->values[1].text = (vl_str){s->name, strlen(s->name)};
  out->n_identity = 1;
  out->identity = &s->identity;
  out->values = s->values;
  out->n_values = 2;
  out->value_stride = sizeof(vl_value);
  out->release = release;
  out->owner = s;
  return 1;
}

#endif /* VERILOAD_TEST_TINY_FIXTURE_ROWS_H */

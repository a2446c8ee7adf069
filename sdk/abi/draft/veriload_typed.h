/* Typed protocol interfaces, draft: what veriload.calls/1 `typed` returns for protocols that are
 * more than a request and its answer.
 *
 * A draft may still change: its ids end in "-draft", and it moves beside veriload_abi.h, with a
 * frozen id, when its first plugin ships. The conventions are those of veriload_abi.h. Every
 * function takes the session's `self`, is [loop], and follows the rules of a vl_op. The host does
 * not stand between, so the plugin emits a sample for each asynchronous one, under the name given.
 */
#ifndef VERILOAD_ABI_DRAFT_TYPED_H
#define VERILOAD_ABI_DRAFT_TYPED_H

#include "veriload_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- veriload.sql/1-draft: statements, rows and transactions -----------------------------------
 */

#define VL_TYPED_SQL "veriload.sql/1-draft"

/* The rows of a statement, held by the caller as with vl_reply: struct_size set, `release` called
 * once. */
typedef struct vl_rows vl_rows;
struct vl_rows {
  uint32_t struct_size;
  uint32_t n_columns;
  const vl_str* columns; /* names, in order */
  const void* values;    /* vl_value[n_rows * n_columns], row by row */
  uint32_t n_rows;
  uint32_t value_stride;                      /* sizeof the producer's vl_value */
  uint64_t affected;                          /* rows changed */
  int64_t last_id;                            /* of an insert; 0 = none */
  char sqlstate[8];                           /* "23505", terminated; empty = success */
  vl_str error;                               /* reason of a failure, else empty */
  void (*release)(vl_rows* rows) VL_NOEXCEPT; /* may be NULL */
  void* owner;
};

enum {
  VL_ISOLATION_DEFAULT = 0,
  VL_ISOLATION_READ_COMMITTED = 1,
  VL_ISOLATION_REPEATABLE_READ = 2,
  VL_ISOLATION_SERIALIZABLE = 3
};

typedef struct vl_sql_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* Runs one statement with `?` placeholders; unnamed parameters go by position, named ones by
   * `:name`. Completes with VL_E_STATUS when the database refuses; sqlstate and error say why. */
  vl_status (*execute)(void* self, vl_str name, vl_str statement, const void* parameters,
                       uint32_t n, uint32_t stride, vl_ns timeout, vl_rows* out,
                       vl_op* op) VL_NOEXCEPT;

  /* Begins a transaction on the session's connection; a second one is VL_E_MISUSE. */
  vl_status (*begin)(void* self, uint32_t isolation, vl_op* op) VL_NOEXCEPT;
  vl_status (*commit)(void* self, vl_op* op) VL_NOEXCEPT;

  /* Also ends a transaction that a failed statement has broken. */
  vl_status (*rollback)(void* self, vl_op* op) VL_NOEXCEPT;

  vl_status (*cancel)(void* self, vl_op* op) VL_NOEXCEPT;
} vl_sql_v1;

/* --- veriload.websocket/1-draft: messages in both directions -----------------------------------
 */

#define VL_TYPED_WEBSOCKET "veriload.websocket/1-draft"

enum { VL_MESSAGE_TEXT = 1, VL_MESSAGE_BINARY = 2, VL_MESSAGE_PONG = 10 };

/* A received message, held by the caller as with vl_reply. */
typedef struct vl_message vl_message;
struct vl_message {
  uint32_t struct_size;
  uint32_t kind; /* VL_MESSAGE_* */
  vl_cbuf bytes;
  vl_ns received;                                   /* its last byte */
  void (*release)(vl_message* message) VL_NOEXCEPT; /* may be NULL */
  void* owner;
};

typedef struct vl_websocket_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* The upgrade; `target` and headers as in vl_call. */
  vl_status (*connect)(void* self, const vl_call* upgrade, vl_reply* reply, vl_op* op) VL_NOEXCEPT;

  /* Completes when the message was handed to the kernel. */
  vl_status (*send)(void* self, vl_str name, uint32_t kind, vl_cbuf bytes, vl_op* op) VL_NOEXCEPT;

  /* The next message; VL_EOF after the close handshake, value = the peer's close code. */
  vl_status (*receive)(void* self, vl_str name, vl_ns timeout, vl_message* out,
                       vl_op* op) VL_NOEXCEPT;

  /* Completes when the pong came. */
  vl_status (*ping)(void* self, vl_cbuf payload, vl_ns timeout, vl_op* op) VL_NOEXCEPT;

  /* The close handshake with `code` and a reason of at most 123 bytes. */
  vl_status (*close)(void* self, uint32_t code, vl_str reason, vl_op* op) VL_NOEXCEPT;

  vl_status (*cancel)(void* self, vl_op* op) VL_NOEXCEPT;
} vl_websocket_v1;

/* --- veriload.grpc/1-draft: unary calls and the three kinds of streams -------------------------
 */

#define VL_TYPED_GRPC "veriload.grpc/1-draft"

typedef struct vl_grpc_stream vl_grpc_stream;

typedef struct vl_grpc_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* One request, one answer, as serialised messages; `call->target` is "/package.Service/Method".
   * The reply's code is the gRPC status. */
  vl_status (*unary)(void* self, const vl_call* call, vl_reply* reply, vl_op* op) VL_NOEXCEPT;

  /* Opens a stream of any kind; *out is written before completion. */
  vl_status (*open)(void* self, const vl_call* call, vl_grpc_stream** out, vl_op* op) VL_NOEXCEPT;

  vl_status (*write)(vl_grpc_stream* stream, vl_cbuf message, vl_op* op) VL_NOEXCEPT;

  /* The next message; VL_EOF when the peer has sent its last. */
  vl_status (*read)(vl_grpc_stream* stream, vl_message* out, vl_op* op) VL_NOEXCEPT;

  /* No further message from this side. */
  vl_status (*writes_done)(vl_grpc_stream* stream, vl_op* op) VL_NOEXCEPT;

  /* Ends the stream and gives the handle back; the reply's code is the gRPC status. */
  vl_status (*finish)(vl_grpc_stream* stream, vl_reply* reply, vl_op* op) VL_NOEXCEPT;

  vl_status (*cancel)(void* self, vl_op* op) VL_NOEXCEPT;
} vl_grpc_v1;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* VERILOAD_ABI_DRAFT_TYPED_H */

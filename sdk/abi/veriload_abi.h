/* VeriLoad plugin ABI, major 1, minor 0.
 *
 * This is the seam between the host and its `.so` plugins, and the only header both sides share. It
 * is plain C: it compiles as C11, C17, C++17 and C++20 on 64-bit Linux (x86-64, arm64), without
 * padding.
 *
 * How to read it
 *   [main]    called on the one thread that prepares and ends a run, while no loop runs
 *   [loop]    called on the thread of the loop that owns the handle, never two calls at once
 *   [offload] called on a pool thread; may block
 *   [report]  called on the one report thread
 *   [any]     any thread, concurrently
 *
 * Rules that hold everywhere
 *   - Text is UTF-8, given as pointer and length, not terminated. A view given to a call is
 * borrowed until the call returns; the bytes that belong to a vl_op are borrowed until the op
 * completes.
 *   - Whoever allocates frees. Nothing is freed across the seam; long results carry a `release`.
 *   - A struct passed by pointer starts with `struct_size`, written by whoever allocated it. A
 * reader tests VL_HAS(p, T, field) before it reads a field newer than ABI 1.0; a writer writes at
 * most `struct_size` bytes. Tables grow only at the end. A changed meaning is a new id ("/2").
 * The few structs without it are listed at the end of this header and never change.
 *   - A field called `reserved` and a bit of `flags` without a name are 0 when written and are not
 * looked at when read.
 *   - Arrays of structs that may grow travel as (const void*, count, stride).
 *   - No function throws, no function keeps a lock while it calls the other side.
 *   - Instants are nanoseconds of CLOCK_MONOTONIC. An instant of 0 means "none"; durations are ns
 * too.
 *   - Pointers are required unless the text says "may be NULL".
 *
 * The order of a process
 *   1. The host reads the note of each library, maps it, asks for the descriptor, and checks both.
 *   2. init, component, protocol.configure, scenario.declare, reporter.begin: [main], no loop runs
 * yet.
 *   3. On each loop: protocol.worker_open, scenario.worker_open; then users come and go; each
 * user's sessions are closed before its state is destroyed; then the worker_close functions.
 * Fixture connections live on loops too, of a run or of a clean-up alone: they are opened after the
 * worker_open functions and closed before the worker_close functions.
 *   4. reporter.finish, then fini, in the reverse order of init.
 *   5. The library stays mapped until the process ends: a plugin may leave threads asleep and exit
 *      handlers registered, but nothing of it is called again.
 * A stage begins when everything of the one before has ended. When users do not end within their
 * drain time the host cancels them, waits once more, reports what is left and skips the stages
 * after 3 for the plugins concerned.
 */
#ifndef VERILOAD_ABI_H
#define VERILOAD_ABI_H

#include <stddef.h>
#include <stdint.h>

#define VL_ABI_MAJOR 1
#define VL_ABI_MINOR 0

#ifdef __cplusplus
#define VL_NOEXCEPT noexcept
extern "C" {
#else
#define VL_NOEXCEPT
#endif

#define VL_EXPORT __attribute__((visibility("default")))

/* True when the struct that `p` points to is long enough to hold field `f` of type `T`. */
#define VL_HAS(p, T, f) ((p)->struct_size >= offsetof(T, f) + sizeof(((T*)0)->f))

/* ------------------------------------------------------------------------------------------------
 * 1. Values. Frozen for ever, passed by value or borrowed for the length of a call.
 * --------------------------------------------------------------------------------------------- */

typedef int32_t vl_status; /* VL_OK, VL_PENDING, VL_EOF or a negative class of error */
typedef int64_t vl_ns;     /* an instant of CLOCK_MONOTONIC, or a duration */
typedef uint32_t vl_id;    /* an interned name; 0 = none */

/* Status codes. Negative codes are classes that a report groups by; the detail (errno, HTTP status,
 * gRPC code) travels in `native`. A reader treats an unknown negative code as a failure. */
enum {
  VL_OK = 0,             /* done */
  VL_PENDING = 1,        /* started; `complete` will be called exactly once */
  VL_EOF = 2,            /* the peer ended the stream in order */
  VL_E_INVALID = -1,     /* an argument is outside its contract */
  VL_E_UNSUPPORTED = -2, /* this side does not offer that */
  VL_E_NOMEM = -3,       /* memory or another resource of this machine ran out */
  VL_E_CANCELED = -4,    /* the operation was cancelled on request */
  VL_E_TIMEOUT = -5,     /* the deadline passed first */
  VL_E_CLOSED = -6,      /* the peer closed or reset the connection; native = errno or 0 */
  VL_E_DNS = -7,         /* the name has no address; native = EAI code */
  VL_E_CONNECT = -8,     /* no connection came about; native = errno */
  VL_E_TLS = -9,         /* the TLS handshake or record layer failed */
  VL_E_PROTOCOL = -10,   /* the peer's bytes break the protocol */
  VL_E_CONFIG = -11,     /* a setting is wrong; the message says which and where */
  VL_E_EXCEPTION = -12,  /* scenario or plugin code failed; the message says how */
  VL_E_SHUTDOWN = -13,   /* the host is ending and takes no new work */
  VL_E_MISUSE = -14,     /* a rule of this header was broken by the caller */
  VL_E_BLOCKED = -15,    /* the host is not in safety.allowed_hosts */
  VL_E_STATUS = -16      /* an answer came and says failure; native = its code */
};

typedef struct vl_str {
  const char* ptr; /* may be NULL when len is 0 */
  size_t len;      /* bytes */
} vl_str;

typedef struct vl_cbuf {
  const void* ptr;
  size_t len; /* bytes */
} vl_cbuf;

typedef struct vl_mbuf {
  void* ptr;
  size_t len; /* bytes */
} vl_mbuf;

typedef struct vl_kv {
  vl_str key;
  vl_str value;
} vl_kv;

/* Where a callee leaves the reason of a failure, besides the status it returns. A callee that
 * succeeds leaves it alone. `code` repeats the status, `native` carries errno or what the library
 * behind it said. The caller owns it, sets struct_size and may reuse it. The message is terminated,
 * lower case, without a final period; longer text is cut at a character. */
typedef struct vl_error {
  uint32_t struct_size;
  vl_status code;
  int32_t native;
  uint32_t reserved; /* 0 */
  char message[240];
} vl_error;

/* Takes bytes of any length. Returns VL_OK, or a negative status after which the writer stops. */
typedef struct vl_sink {
  void* ctx;
  vl_status (*write)(void* ctx, vl_cbuf bytes) VL_NOEXCEPT;
} vl_sink;

/* Handles. Loops and users are issued per plugin: the host knows from the handle who is calling. */
typedef struct vl_host vl_host;
typedef struct vl_loop vl_loop;
typedef struct vl_user vl_user;
typedef struct vl_stream vl_stream;
typedef struct vl_tls vl_tls;
typedef struct vl_node vl_node;
typedef struct vl_session vl_session;

/* ------------------------------------------------------------------------------------------------
 * 2. The one asynchronous shape: caller-owned, pinned, 80 bytes, no allocation.
 *
 *   1. A start function returns VL_PENDING and later calls `complete` exactly once, or it returns
 *      anything else and never calls it.
 *   2. `complete` runs on the op's own loop from its top level, never inside a start, cancel or
 * close.
 *   3. From start to complete the op does not move and host[] belongs to the host. Buffers named in
 * the call stay valid too; an array of buffer views is read during the call only.
 *   4. Inside `complete` the op may be freed, reused, or the coroutine frame that holds it
 * destroyed.
 *   5. Cancel is a request: completion still comes once, with VL_E_CANCELED or with what won the
 * race.
 *   6. Closing a handle completes its pending ops with VL_E_CANCELED on a later turn.
 *   7. After many immediate results in a row the host may answer VL_PENDING, so that one user
 * cannot keep a loop for itself.
 * --------------------------------------------------------------------------------------------- */

typedef struct vl_op vl_op;

/* How an operation ended. Passed by value, in two registers. A status above 0 is a success with a
 * meaning that the start function gives it (VL_EOF). */
typedef struct vl_result {
  vl_status status;
  int32_t native; /* detail of the status, 0 if none */
  uint64_t value; /* meaning given by the start function, else 0 */
} vl_result;

/* An operation in flight. A coroutine's frame is the natural home of it: then an await across this
 * seam allocates nothing. The caller sets `complete` and `user`, and need not clear the rest. */
struct vl_op {
  void (*complete)(vl_op* op,
                   vl_result result) VL_NOEXCEPT; /* set by the caller before the start */
  void* user;                                     /* the caller's, never touched */
  void* host[8];                                  /* the host's from start to complete */
};

/* ------------------------------------------------------------------------------------------------
 * 3. Host services: fetched with host->service(host, ID), valid for the life of the process.
 * --------------------------------------------------------------------------------------------- */

/* --- veriload.loop/1: time, wake-ups, file descriptors and blocking work -----------------------
 */

#define VL_SVC_LOOP "veriload.loop/1"

/* A loop turns like this: wait for the kernel, fire what is due, dispatch what is ready, complete
 * what was posted. Nothing may block it: a plugin computes for microseconds, and gives longer work
 * to `offload`. A library with its own threads comes home by `post`; one that owns its sockets is
 * driven by `fd_ready`. */

/* Blocking work. The caller owns it; it stays in place until the op of `offload` completes. */
typedef struct vl_work vl_work;
struct vl_work {
  vl_result (*run)(vl_work* work) VL_NOEXCEPT; /* [offload] its result becomes the op's result */
  void* user;                                  /* the caller's */
};

enum { VL_FD_READ = 1, VL_FD_WRITE = 2 };

typedef struct vl_loop_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* The current instant. [any] */
  vl_ns (*now)(vl_loop* loop) VL_NOEXCEPT;

  /* 1 when the calling thread runs this loop, else 0. [any] */
  int32_t (*is_current)(vl_loop* loop) VL_NOEXCEPT;

  /* Completes the op from the loop's top level: how foreign threads come home. [any]
   * VL_PENDING, or VL_E_SHUTDOWN when the loop has ended: then `complete` is never called. */
  vl_status (*post)(vl_loop* loop, vl_op* op) VL_NOEXCEPT;

  /* Completes with VL_OK at `when` or up to one millisecond later, never before. [loop] */
  vl_status (*sleep_until)(vl_loop* loop, vl_ns when, vl_op* op) VL_NOEXCEPT;

  /* Completes once when `fd` is ready for one of `events` (VL_FD_*), value = what it is ready for;
   * an error or hang-up of the descriptor counts as ready. One op per descriptor and direction at a
   * time, else VL_E_MISUSE. The descriptor stays the caller's: cancel the op before closing it.
   * [loop] */
  vl_status (*fd_ready)(vl_loop* loop, int32_t fd, uint32_t events, vl_op* op) VL_NOEXCEPT;

  /* Runs `work` on a pool thread and completes the op on this loop with its result. A work that has
   * started is not interrupted by cancel. [loop] */
  vl_status (*offload)(vl_loop* loop, vl_work* work, vl_op* op) VL_NOEXCEPT;

  /* Asks a pending op of this table to end. VL_OK when the request was taken, VL_E_INVALID when the
   * op is not pending here. Completion comes on a later turn in either case of a race. [loop] */
  vl_status (*cancel)(vl_loop* loop, vl_op* op) VL_NOEXCEPT;

  /* The instant of what the running callback is about: in on_data that of the arrival, in a
   * protocol's `call` that at which it was made, else that of the loop's turn. It costs nothing,
   * where now() reads the clock. [loop] */
  vl_ns (*instant)(vl_loop* loop) VL_NOEXCEPT;
} vl_loop_v1;

/* --- veriload.stream/1: byte streams that the host connects, secures, counts and times ---------
 */

#define VL_SVC_STREAM "veriload.stream/1"

/* A protocol plugin keeps no socket of its own: it serialises into its buffer, hands that to
 * `write`, and parses what `on_data` pushes. So it can be tested by feeding it bytes, and
 * connection limits, TLS, byte counts, timings and the allow-list are the same for every protocol.
 */

enum {
  VL_TLS_NO_VERIFY = 1, /* take any certificate; else chain, dates and name must hold */
  VL_TLS_RESUME = 2     /* offer the session of an earlier connection to the same host and port */
};

/* How TLS connections are made. Files are PEM; relative paths start at the folder of the
 * configuration. Empty texts and zeros stand for the default. */
typedef struct vl_tls_options {
  uint32_t struct_size;
  uint32_t flags;          /* VL_TLS_* */
  vl_str ca_file;          /* trusted roots; default: those of the system */
  vl_str certificate_file; /* the client's certificate and chain; default: none */
  vl_str key_file;         /* its key; default: in certificate_file */
  vl_str key_password;     /* never shown */
  vl_str ciphers;          /* names of OpenSSL, TLS 1.2 and 1.3 mixed, ':' between them */
  vl_str key_log_file;     /* appended to, in the format of NSS; for looking into captures */
  uint32_t min_version;    /* wire value; default 0x0303, TLS 1.2 */
  uint32_t max_version;    /* default: the newest */
} vl_tls_options;

enum { VL_DIAL_TLS = 1 };

/* Where to connect to. A `proxy` is a URL with optional user and password: "http://" asks it for a
 * tunnel (CONNECT), "socks5://" resolves the name here, "socks5h://" leaves that to the proxy. The
 * allow-list holds for the proxy's host as for the target's. */
typedef struct vl_dial {
  uint32_t struct_size;
  uint32_t flags;    /* VL_DIAL_* */
  vl_str host;       /* a name or a literal address, IPv6 without brackets */
  vl_str unix_path;  /* a Unix socket instead of host and port; the allow-list knows "unix:PATH" */
  vl_str source;     /* local address to connect from; empty = what the configuration says */
  vl_str proxy;      /* empty = straight to the host */
  vl_str sni;        /* the server's name for TLS; empty = host */
  vl_str alpn;       /* comma-separated, in order of preference; empty = none */
  const vl_tls* tls; /* from tls_open of this loop; NULL = all defaults */
  vl_ns deadline;    /* for DNS, connect, tunnel and handshake together; 0 = none */
  uint32_t port;     /* 1 to 65535; not used with unix_path */
  uint32_t reserved;
} vl_dial;

/* Who receives the bytes of a stream. `on_data` runs from the loop's top level, never inside a call
 * that the plugin makes into the host. [loop] VL_OK         bytes.len > 0; the bytes lie in the
 * loop's shared buffer and are valid in the call only VL_EOF        the peer ended its side;
 * nothing follows VL_E_TIMEOUT  the deadline of `set_deadline` passed; the stream is still open
 *   other < 0     the stream broke (native = errno); nothing follows
 * The stream may be closed inside `on_data`. */
typedef struct vl_reader {
  void* arg;
  void (*on_data)(void* arg, vl_result result, vl_cbuf bytes) VL_NOEXCEPT;
} vl_reader;

enum { VL_STREAM_RESUMED = 1 /* the handshake took up an earlier session */ };

typedef struct vl_stream_info {
  uint32_t struct_size;
  uint32_t tls_version; /* 0 = plain, else the wire value (0x0304 = TLS 1.3) */
  vl_ns dns;            /* durations of the phases of the dial; 0 = did not happen */
  vl_ns connect;        /* with the tunnel of a proxy */
  vl_ns tls;
  uint64_t bytes_out; /* since the connect, as handed to and taken from the kernel */
  uint64_t bytes_in;
  vl_str alpn;    /* chosen by the peer; views live as long as the stream */
  vl_str peer;    /* "127.0.0.1:8080", "[::1]:8080", "unix:/run/app.sock" */
  vl_str cipher;  /* "TLS_AES_256_GCM_SHA384"; empty = plain */
  uint32_t flags; /* VL_STREAM_* */
  uint32_t reserved;
} vl_stream_info;

typedef struct vl_stream_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* Resolves, checks safety.allowed_hosts on the name and on each address, connects. On completion
   * with VL_OK *out is the stream, owned by the caller until `close`; `out` stays valid until then.
   * Failures: VL_E_BLOCKED, VL_E_DNS, VL_E_CONNECT, VL_E_TLS, VL_E_TIMEOUT. [loop] */
  vl_status (*dial)(vl_loop* loop, const vl_dial* dial, vl_stream** out, vl_op* op) VL_NOEXCEPT;

  /* Cancels a pending dial. [loop] */
  vl_status (*cancel_dial)(vl_loop* loop, vl_op* op) VL_NOEXCEPT;

  /* Starts the delivery of bytes, or changes the receiver. The reader is copied. [loop] */
  vl_status (*read_start)(vl_stream* stream, const vl_reader* reader) VL_NOEXCEPT;

  /* Holds the delivery back: unread bytes stay in the kernel, so the peer is slowed down. [loop] */
  vl_status (*read_stop)(vl_stream* stream) VL_NOEXCEPT;

  /* Sends the n buffers in order. VL_OK when the kernel took everything at once; VL_PENDING when it
   * did not, and the op completes after the last byte. One write at a time, else VL_E_MISUSE.
   * [loop] */
  vl_status (*write)(vl_stream* stream, const vl_cbuf* buffers, uint32_t n, vl_op* op) VL_NOEXCEPT;

  /* Arms, moves or (0) removes the stream's one deadline: when it passes, the reader is told once,
   * with VL_E_TIMEOUT. Costs no system call and no allocation. [loop] */
  void (*set_deadline)(vl_stream* stream, vl_ns when) VL_NOEXCEPT;

  /* Fills `info`. [loop] */
  vl_status (*info)(vl_stream* stream, vl_stream_info* info) VL_NOEXCEPT;

  /* Ends our side in order (close-notify, FIN) after a pending write. Reading goes on. [loop] */
  vl_status (*finish)(vl_stream* stream, vl_op* op) VL_NOEXCEPT;

  /* Gives the stream back. The reader hears nothing more; pending ops complete VL_E_CANCELED later.
   * [loop] */
  void (*close)(vl_stream* stream) VL_NOEXCEPT;

  /* The reason in words of the failure that is being told, inside `complete` of a dial or write
   * and inside `on_data` only: "certificate has expired". Empty when the status says it all. [loop]
   */
  void (*reason)(vl_loop* loop, vl_error* out) VL_NOEXCEPT;

  /* Reads the files of `options` and makes settings for dials of this loop. VL_E_CONFIG, with the
   * option and the file in `error`, when one is missing or wrong. [loop] */
  vl_status (*tls_open)(vl_loop* loop, const vl_tls_options* options, vl_tls** out,
                        vl_error* error) VL_NOEXCEPT;

  /* Gives settings back; streams made with them go on. [loop] */
  void (*tls_close)(vl_tls* tls) VL_NOEXCEPT;

  /* Says what tls_open would, without a loop: for `configure`. [main] */
  vl_status (*tls_check)(const vl_host* host, const vl_tls_options* options,
                         vl_error* error) VL_NOEXCEPT;
} vl_stream_v1;

/* --- veriload.metrics/1: what is measured beside the calls -------------------------------------
 */

#define VL_SVC_METRICS "veriload.metrics/1"

enum { VL_SAMPLE_REUSED = 1 /* no new connection was opened */ };

/* One measured request. The host adds user, persona, segment and worker. Calls made through
 * veriload.calls/1 are measured by the host: emit only what does not go through it. */
typedef struct vl_sample {
  uint32_t struct_size;
  uint32_t flags;   /* VL_SAMPLE_* */
  vl_ns planned;    /* when it was due; 0 = as the plan of the run has it, else `sent` */
  vl_ns sent;       /* first byte handed to the kernel */
  vl_ns first_byte; /* 0 = not known */
  vl_ns done;
  vl_ns dns; /* durations; 0 = did not happen */
  vl_ns connect;
  vl_ns tls;
  uint64_t bytes_out;
  uint64_t bytes_in;
  vl_id name;       /* from `intern` */
  vl_id protocol;   /* from `intern`; 0 = the plugin's own id */
  vl_status status; /* negative = failed */
  int32_t code;     /* the protocol's own, for example 404; errno of VL_E_CONNECT and _CLOSED */
  vl_str error;     /* reason of a failure, at most 240 bytes are kept; else empty */
} vl_sample;

typedef struct vl_metrics_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* The id of an endpoint's name; the same text gives the same id. Past 1,000 names the id of
   * "(other)". Never 0. [any] */
  vl_id (*intern)(const vl_host* host, vl_str name) VL_NOEXCEPT;

  /* The id of a custom counter, made when new. Never 0; past 1,000 the id of "(other)". [any] */
  vl_id (*counter)(const vl_host* host, vl_str name, vl_str unit) VL_NOEXCEPT;

  /* Records n samples; stride = sizeof the writer's vl_sample. [loop] */
  vl_status (*emit)(vl_user* user, const void* samples, uint32_t n, uint32_t stride) VL_NOEXCEPT;

  /* Adds to a counter. [loop] */
  vl_status (*add)(vl_user* user, vl_id counter, double amount) VL_NOEXCEPT;

  /* Counts a named check as passed (nonzero) or failed (0). [loop] */
  vl_status (*check)(vl_user* user, vl_str name, int32_t passed) VL_NOEXCEPT;
} vl_metrics_v1;

/* --- veriload.log/1: lines for people ----------------------------------------------------------
 */

#define VL_SVC_LOG "veriload.log/1"

enum {
  VL_LOG_DEBUG = 10,
  VL_LOG_INFO = 20,
  VL_LOG_WARNING = 30,
  VL_LOG_ERROR = 40,
  VL_LOG_PLUGIN_MISUSE = 50, /* this plugin broke a rule */
  VL_LOG_HOST_MISUSE = 51    /* the host broke a rule */
};

typedef struct vl_log_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* 1 when a line of that level would be kept; ask before building costly text. [any] */
  int32_t (*enabled)(const vl_host* host, int32_t level) VL_NOEXCEPT;

  /* Writes one line; control characters are escaped. `pairs` may be NULL when n is 0. A flood is
   * thinned and the lines left out are counted. Never pass secrets. [any] */
  void (*write)(const vl_host* host, int32_t level, vl_str text, const vl_kv* pairs,
                uint32_t n) VL_NOEXCEPT;
} vl_log_v1;

/* --- veriload.config/1: structured data, read only ---------------------------------------------
 */

#define VL_SVC_CONFIG "veriload.config/1"

enum {
  VL_NODE_NULL = 0,
  VL_NODE_BOOL = 1,
  VL_NODE_INT = 2,
  VL_NODE_FLOAT = 3,
  VL_NODE_STR = 4,
  VL_NODE_LIST = 5,
  VL_NODE_MAP = 6
};

/* Config, plan, run result and schema all cross as this one tree, so that a new field never changes
 * the ABI. Nodes and the text in them live as long as their tree: the config for the whole process,
 * a result until the call that passed it returns. A NULL node is allowed everywhere and is a null.
 */
typedef struct vl_config_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* The effective configuration, defaults filled in; a map. NULL before there is one. [any] */
  const vl_node* (*root)(const vl_host* host)VL_NOEXCEPT;

  /* VL_NODE_*. [any] */
  int32_t (*kind)(const vl_node* node) VL_NOEXCEPT;

  /* Entries of a list or map, else 0. [any] */
  uint32_t (*size)(const vl_node* node) VL_NOEXCEPT;

  /* The entry at `index` in written order, or NULL; `key` (may be NULL) receives its key. [any] */
  const vl_node* (*at)(const vl_node* node, uint32_t index, vl_str* key)VL_NOEXCEPT;

  /* The value of `key` in a map, or NULL. [any] */
  const vl_node* (*find)(const vl_node* node, vl_str key)VL_NOEXCEPT;

  /* The scalar, or VL_E_INVALID and *out untouched when the node is of another kind. f64 takes an
   * integer too; ns takes a number of seconds. [any] */
  vl_status (*str)(const vl_node* node, vl_str* out) VL_NOEXCEPT;
  vl_status (*i64)(const vl_node* node, int64_t* out) VL_NOEXCEPT;
  vl_status (*f64)(const vl_node* node, double* out) VL_NOEXCEPT;
  vl_status (*boolean)(const vl_node* node, int32_t* out) VL_NOEXCEPT;
  vl_status (*ns)(const vl_node* node, vl_ns* out) VL_NOEXCEPT;

  /* Writes "file:line:column" of the node into out->message; empty when it comes from no file.
   * [any] */
  void (*where)(const vl_node* node, vl_error* out) VL_NOEXCEPT;

  /* The folder that relative paths in the configuration start at: absolute, no slash at the end
   * unless it is "/". It is the one of the configuration's file. It is the working directory when
   * the configuration comes from standard input or another pipe, and when there is none. The same
   * for the whole process, and known in init. [any] */
  void (*folder)(const vl_host* host, vl_str* out) VL_NOEXCEPT;
} vl_config_v1;

/* --- veriload.safety/1: for libraries that open their own sockets ------------------------------
 */

#define VL_SVC_SAFETY "veriload.safety/1"

typedef struct vl_safety_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* VL_OK when safety.allowed_hosts lets this host name or literal address be contacted, else
   * VL_E_BLOCKED with the reason in `error` (may be NULL). Streams of the host are checked without
   * asking; a plugin whose library connects by itself must ask first. [any] */
  vl_status (*allow_host)(const vl_host* host, vl_str name, vl_error* error) VL_NOEXCEPT;

  /* The same for an address that an allowed name resolved to. [any] */
  vl_status (*allow_address)(const vl_host* host, vl_str literal, vl_error* error) VL_NOEXCEPT;
} vl_safety_v1;

/* --- veriload.user/1: one virtual user ---------------------------------------------------------
 */

#define VL_SVC_USER "veriload.user/1"

typedef struct vl_user_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* The id of a persona field by dotted path ("contact.email"); 0 and the nearest known path in
   * `error` (may be NULL) when there is none. [any] */
  vl_id (*field)(const vl_host* host, vl_str path, vl_error* error) VL_NOEXCEPT;

  /* The value of a field of this user's persona. The view lives as long as the user. [loop] */
  vl_status (*persona)(vl_user* user, vl_id field, vl_str* out) VL_NOEXCEPT;

  /* The persona's segment, "en_US:Computing"; lives as long as the user. [loop] */
  vl_status (*segment)(vl_user* user, vl_str* out) VL_NOEXCEPT;

  /* The next of this user's random numbers: a function of the run's seed and the user's number.
   * [loop] */
  uint64_t (*random)(vl_user* user) VL_NOEXCEPT;

  /* 0-based, in the order of the plan, unique in the run. [loop] */
  uint64_t (*number)(vl_user* user) VL_NOEXCEPT;

  /* The loop this user lives on, for its whole life. [loop] */
  vl_loop* (*loop)(vl_user* user)VL_NOEXCEPT;

  /* 1 when the user is to wind down: finish the current task and start nothing new. [loop] */
  int32_t (*stopping)(vl_user* user) VL_NOEXCEPT;

  /* The user asks for its own end after the current task. [loop] */
  void (*stop)(vl_user* user) VL_NOEXCEPT;

  /* Leaves the reason for the failure that the running hook or task is about to complete with.
   * `kind` groups failures ("std::runtime_error", "check"); both are copied. [loop] */
  void (*fail)(vl_user* user, vl_str kind, vl_str message) VL_NOEXCEPT;

  /* As loop/1's sleep_until, but belongs to the user: ends early with VL_E_CANCELED when the user
   * is cancelled after its drain time. [loop] */
  vl_status (*sleep_until)(vl_user* user, vl_ns when, vl_op* op) VL_NOEXCEPT;

  /* Completes when the user must wind down. [loop] */
  vl_status (*on_stop)(vl_user* user, vl_op* op) VL_NOEXCEPT;

  /* Cancels an op of this user: of this table, or an open or call of veriload.calls/1. [loop] */
  vl_status (*cancel)(vl_user* user, vl_op* op) VL_NOEXCEPT;

  /* Writes a record that is linked to this user's persona, one JSON object as text: kind "order",
   * "transaction", "ticket" or "review", `number` from 0. The same persona, kind and number give
   * the same record in every run of the seed. VL_E_INVALID for an unknown kind, with the nearest in
   * `error` (may be NULL), or a number of 2^20 or more. A status of the sink is passed on. [loop]
   */
  vl_status (*record)(vl_user* user, vl_str kind, uint64_t number, const vl_sink* sink,
                      vl_error* error) VL_NOEXCEPT;
} vl_user_v1;

/* --- veriload.calls/1: how a scenario uses protocols -------------------------------------------
 */

#define VL_SVC_CALLS "veriload.calls/1"

/* A scenario never links a protocol: it asks for one by name, and the host wraps each call. So no
 * protocol can forget to measure, and no scenario can measure something else than what the protocol
 * did. Calls of one session may overlap when the protocol says VL_PROTOCOL_OVERLAP; else a second
 * call while one is in flight is VL_E_MISUSE. */

enum { VL_CALL_NO_BODY = 1 /* the reply's body is counted but not kept */ };

/* A part of a body: bytes, or what lies in a file from `offset` on. */
typedef struct vl_piece {
  vl_cbuf bytes;
  vl_str file; /* empty = `bytes`; a relative path starts at the folder of the configuration */
  uint64_t offset;
  uint64_t length; /* 0 = to the end of the file */
} vl_piece;

/* One request. The struct and all it points to are borrowed until the op completes. */
typedef struct vl_call {
  uint32_t struct_size;
  uint32_t flags;       /* VL_CALL_* */
  vl_str verb;          /* "GET" */
  vl_str target;        /* path or URL, as the protocol understands it */
  vl_str name;          /* endpoint in reports; empty = verb and target, up to "?" */
  const vl_kv* headers; /* may be NULL when n_headers is 0 */
  vl_cbuf body;
  vl_ns planned; /* when it is due; 0 = as the plan of the run has it, else now */
  vl_ns timeout; /* for the whole call; 0 = the protocol's default */
  uint32_t n_headers;
  vl_id endpoint;         /* `name` as interned by veriload.metrics/1; 0 = take `name` */
  const vl_piece* pieces; /* the body in parts, instead of `body`; may be NULL when n_pieces is 0 */
  const vl_kv* options;   /* settings of this call, in the protocol's words; may be NULL likewise */
  uint32_t n_pieces;
  uint32_t n_options;
} vl_call;

enum {
  VL_REPLY_REUSED = 1, /* the call went over a connection that was open before */
  VL_REPLY_FAILED = 2, /* the protocol counts this answer as a failure, for example status 500 */
  VL_REPLY_CACHED = 4  /* nothing was sent: the answer was kept from before and is not measured */
};

/* What came of a call. The caller owns the struct and sets struct_size; the producer fills the
 * rest, also when the call fails (then as far as it came). When `release` is set the caller calls
 * it once, on the loop, after the last use of the views; it may outlive the session. */
typedef struct vl_reply vl_reply;
struct vl_reply {
  uint32_t struct_size;
  uint32_t flags; /* VL_REPLY_* */
  int32_t code;   /* HTTP status, gRPC code ...; 0 = no answer */
  uint32_t n_headers;
  const vl_kv* headers; /* in the order received, names as received */
  vl_cbuf body;
  vl_str error;     /* reason of a failure in words, else empty */
  vl_ns sent;       /* first byte handed to the kernel; 0 = never */
  vl_ns first_byte; /* first byte of the answer; 0 = none */
  vl_ns done;       /* last byte of the answer, or the failure */
  vl_ns dns;        /* durations; 0 = did not happen in this call */
  vl_ns connect;
  vl_ns tls;
  uint64_t bytes_out; /* of this call, on the stream */
  uint64_t bytes_in;
  void (*release)(vl_reply* reply) VL_NOEXCEPT; /* may be NULL */
  void* owner;                                  /* the producer's */
  const vl_kv* trailers;                        /* headers that came after the body */
  vl_str url; /* whose answer this is when redirects were followed, else empty */
  uint32_t n_trailers;
  uint32_t redirects; /* followed in this call */
};

typedef struct vl_calls_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* Opens this user's session of a protocol ("http"). `config` overrides the protocol's section of
   * the configuration and may be NULL. *out is written before completion; it ends with the user at
   * the latest, and is not used when opening failed. VL_E_UNSUPPORTED when no plugin provides the
   * protocol. [loop] */
  vl_status (*open)(vl_user* user, vl_str protocol, const vl_node* config, vl_session** out,
                    vl_op* op) VL_NOEXCEPT;

  /* Makes a call; the host times it and records the sample under call->name. Completes with VL_OK
   * when an answer came (also a failing one), else with the class of the failure. [loop] */
  vl_status (*call)(vl_session* session, const vl_call* call, vl_reply* reply,
                    vl_op* op) VL_NOEXCEPT;

  /* Ends the session: calls in flight complete VL_E_CANCELED first. [loop] */
  vl_status (*close)(vl_session* session, vl_op* op) VL_NOEXCEPT;

  /* A richer table of the protocol ("veriload.websocket/1") and the `self` to pass to it, or NULL.
   * [loop] */
  const void* (*typed)(vl_session* session, const char* interface_id, void** self)VL_NOEXCEPT;
} vl_calls_v1;

/* --- veriload.extract/1: values out of answers -------------------------------------------------
 */

#define VL_SVC_EXTRACT "veriload.extract/1"

enum {
  VL_EXTRACT_REGEX = 1,    /* PCRE2 syntax; groups: the whole match, then the captures */
  VL_EXTRACT_CSS = 2,      /* a selector over HTML; one group: text or, with `detail`, attribute */
  VL_EXTRACT_JSON_PATH = 3 /* RFC 9535; one group: the value as JSON text */
};

/* Takes one match. The groups are valid in the call only; a group that took no part has a NULL
 * pointer. VL_EOF from it ends the search. */
typedef struct vl_match_sink {
  void* ctx;
  vl_status (*match)(void* ctx, const vl_str* groups, uint32_t n) VL_NOEXCEPT;
} vl_match_sink;

typedef struct vl_extract_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* Prepares an expression. The same one gives the same id, so a scenario may ask each time; 0 and
   * the reason with its position in `error` (may be NULL) when it is wrong. Past 10,000 expressions
   * of a process 0 too: they are meant to be constants. [any] */
  vl_id (*compile)(const vl_host* host, uint32_t kind, vl_str expression, vl_str detail,
                   vl_error* error) VL_NOEXCEPT;

  /* Gives every match in `text`, in order, to `found`. VL_OK, also when there is none;
   * VL_E_PROTOCOL when the text is not of the kind (no JSON); VL_E_TIMEOUT when a regular
   * expression passed its limit of steps. [any] */
  vl_status (*find)(const vl_host* host, vl_id expression, vl_cbuf text, const vl_match_sink* found,
                    vl_error* error) VL_NOEXCEPT;
} vl_extract_v1;

/* --- veriload.schedule/1: what a scenario declares ---------------------------------------------
 */

#define VL_SVC_SCHEDULE "veriload.schedule/1"

typedef struct vl_task {
  uint32_t struct_size;
  uint32_t weight; /* above 0; a task is chosen with probability weight / sum */
  vl_str name;
} vl_task;

/* A kind of virtual user. Everything in it lives as long as the process. `state` is the object of
 * one user; its functions are never called concurrently. An asynchronous one that completes
 * negative has failed: a failed on_start ends the user, a failed task is counted and the user goes
 * on. What a function leaves pending of this user goes on beside the next one; what is left after
 * on_stop is cancelled, and completes before `destroy`. */
typedef struct vl_user_class {
  uint32_t struct_size;
  uint32_t n_tasks;
  vl_str name;
  const void* tasks;    /* vl_task[n_tasks] */
  void* self;           /* passed to create */
  uint32_t task_stride; /* sizeof the writer's vl_task */
  uint32_t reserved;

  /* Makes the state of one user. [loop] */
  vl_status (*create)(void* self, vl_user* user, void** state, vl_error* error) VL_NOEXCEPT;

  /* Runs once before the first task; may be NULL. [loop] */
  vl_status (*on_start)(void* state, vl_op* op) VL_NOEXCEPT;

  /* Runs one iteration of task `index`. [loop] */
  vl_status (*run)(void* state, uint32_t index, vl_op* op) VL_NOEXCEPT;

  /* Runs once at the end, also after a failed on_start; may be NULL. [loop] */
  vl_status (*on_stop)(void* state, vl_op* op) VL_NOEXCEPT;

  /* Ends the state; nothing of it is pending. [loop] */
  void (*destroy)(void* state) VL_NOEXCEPT;
} vl_user_class;

typedef struct vl_schedule_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* Makes a user class known. Only inside a scenario's `declare`. VL_E_INVALID, with the reason in
   * `error`, for a second class of one name or a class without a usable task. [main] */
  vl_status (*add_user_class)(const vl_host* host, const vl_user_class* user_class,
                              vl_error* error) VL_NOEXCEPT;
} vl_schedule_v1;

/* ------------------------------------------------------------------------------------------------
 * 4. Components: what a plugin may provide, by id.
 * --------------------------------------------------------------------------------------------- */

/* --- veriload.protocol/1 -----------------------------------------------------------------------
 */

#define VL_COMP_PROTOCOL "veriload.protocol/1"

/* What speaks to the system under test. `self` is what init returned, shared by all loops:
 * read-only after configure, or locked. `worker` belongs to one loop, `session` to one user on that
 * loop; neither needs a lock. Time is measured in the plugin, on the path where bytes come and go,
 * and left in the reply; the host records it. */

enum {
  VL_PROTOCOL_OVERLAP = 1 /* one session takes several calls at a time; else the host refuses */
};

typedef struct vl_protocol_v1 {
  uint32_t struct_size;
  uint32_t flags;   /* VL_PROTOCOL_* */
  const char* name; /* "http": the word for calls.open and for the section of the configuration */

  /* Checks the protocol's section (may be NULL) against the whole configuration and keeps what it
   * needs. Called once, before any loop; no traffic. [main] */
  vl_status (*configure)(void* self, const vl_node* section, const vl_node* root,
                         vl_error* error) VL_NOEXCEPT;

  /* Once per loop before its first user, and once after its last session was closed. What is
   * pending of the worker when it is closed completes afterwards, before fini. [loop] */
  vl_status (*worker_open)(void* self, vl_loop* loop, void** worker, vl_error* error) VL_NOEXCEPT;
  void (*worker_close)(void* worker) VL_NOEXCEPT;

  /* The session of one user. `config` may be NULL, and is borrowed until the op completes. When
   * open answers VL_PENDING, *session is something for `cancel` already, or NULL when this open
   * cannot be cancelled; when it fails, *session is not used again. [loop] */
  vl_status (*open)(void* worker, vl_user* user, const vl_node* config, void** session,
                    vl_op* op) VL_NOEXCEPT;

  /* One call, as veriload.calls/1 describes it. The reply comes empty but for struct_size, so a
   * protocol writes only what it knows; a call that fails before anything was sent still tells
   * that. [loop] */
  vl_status (*call)(void* session, const vl_call* call, vl_reply* reply, vl_op* op) VL_NOEXCEPT;

  /* Asks a pending call, or the pending open, to end. VL_OK when the request was taken,
   * VL_E_INVALID when the op is not pending here. [loop] */
  vl_status (*cancel)(void* session, vl_op* op) VL_NOEXCEPT;

  /* Ends the session. Calls in flight were completed before. Afterwards `session` is gone. [loop]
   */
  vl_status (*close)(void* session, vl_op* op) VL_NOEXCEPT;

  /* A richer table for this session, or NULL; the table's functions take `session`. [loop] */
  const void* (*typed)(void* session, const char* interface_id)VL_NOEXCEPT;

  /* What `veriload config reference` prints of the protocol's section: Markdown, a row per key with
   * type, default and meaning. May be NULL. */
  const char* reference;
} vl_protocol_v1;

/* --- veriload.fixture/1: one connector per kind of resource ------------------------------------
 */

#define VL_COMP_FIXTURE "veriload.fixture/1"

/* How a test makes state and takes it away again, provably. The host keeps a ledger: the intent
 * with all of its vl_fixture_call before `create`, the identity after it, the end of the row after
 * `remove`. `remove` may come hours later, from another process on another machine, after the one
 * that created was killed. So an identity stands for itself, and what a create whose outcome is
 * unknown has left is looked for with `find`. No connector keeps records of its own. */

enum {
  VL_VALUE_NULL = 0,
  VL_VALUE_BOOL = 1,
  VL_VALUE_INT = 2,
  VL_VALUE_FLOAT = 3,
  VL_VALUE_STR = 4,
  VL_VALUE_BLOB = 5,
  VL_VALUE_TIME = 6 /* text, RFC 3339 */
};

/* A named, typed value. `number` holds BOOL and INT, `real` holds FLOAT, `text` the rest. */
typedef struct vl_value {
  vl_str name;
  vl_str text;
  int64_t number;
  double real;
  uint32_t kind; /* VL_VALUE_* */
  uint32_t reserved;
} vl_value;

enum {
  VL_FIELD_NULLABLE = 1,
  VL_FIELD_DEFAULTED = 2, /* need not be given */
  VL_FIELD_KEY = 4,       /* belongs to the identity */
  VL_FIELD_UNIQUE = 8,
  VL_FIELD_GENERATED = 16 /* made by the resource: must not be given */
};

/* One field of a model, as the resource itself describes it. */
typedef struct vl_field {
  uint32_t struct_size;
  uint32_t flags; /* VL_FIELD_* */
  vl_str name;
  vl_str type;      /* the resource's own word: "varchar(20)", "string(date-time)" */
  vl_str reference; /* "model.field" it points to, else empty */
  uint32_t kind;    /* VL_VALUE_* that fits */
  uint32_t reserved;
  vl_str format; /* what a text holds: "uuid", "email", "date", "decimal"; empty = anything */
  const vl_str* choices; /* all values it may take, as texts; may be NULL when n_choices is 0 */
  uint32_t n_choices;
  uint32_t max_length; /* characters of a text, bytes of a blob; 0 = no limit known */
  uint32_t precision;  /* digits of a decimal number; 0 = not known */
  uint32_t scale;      /* how many of them stand after the point */
} vl_field;

typedef struct vl_field_sink {
  void* ctx;
  vl_status (*field)(void* ctx, const vl_field* field) VL_NOEXCEPT;
} vl_field_sink;

/* A stored row. As with vl_reply, the caller owns the struct and calls `release` once when it is
 * set, maybe after the connection was closed. An identity has at least one value, each of kind
 * BOOL, INT, STR, BLOB or TIME with a name of its own: written down and read again, it finds the
 * same row from any process. It holds what is needed for that and nothing else, so parents that are
 * part of the row's address belong to it, and secrets do not. */
typedef struct vl_record vl_record;
struct vl_record {
  uint32_t struct_size;
  uint32_t n_identity;
  const vl_value* identity; /* what finds this row again, and nothing else */
  const vl_value* values;   /* the row as stored */
  uint32_t n_values;
  uint32_t value_stride; /* sizeof the producer's vl_value, for both arrays */
  void (*release)(vl_record* record) VL_NOEXCEPT;
  void* owner;
};

/* Takes a row that was found; it is valid in the call only. VL_EOF from it ends the search. */
typedef struct vl_record_sink {
  void* ctx;
  vl_status (*record)(void* ctx, const vl_record* record) VL_NOEXCEPT;
} vl_record_sink;

/* How a connection is opened. Borrowed until the op completes. */
typedef struct vl_fixture_open {
  uint32_t struct_size;
  uint32_t flags;        /* 0 */
  vl_loop* loop;         /* where everything of the connection runs */
  vl_user* user;         /* nobody's user: see below */
  const vl_node* config; /* what the configuration says of this connection; may be NULL */
  vl_ns timeout;         /* 0 = the connector's own */
  vl_error* error;       /* where a failing open leaves its reason before it ends; may be NULL */
} vl_fixture_open;

/* `user` is a user of the host's own for this connection, so that a connector can speak through a
 * protocol: what it calls with veriload.calls/1 is measured apart from the requests of the run. It
 * lives until the connection is closed, it has no persona (every field is empty), and it is never
 * asked to stop. */

/* What one call of a connector is about. The struct and all it points to are borrowed until the op
 * completes. run_id, persona_id and key are the marker of a row: the same in the ledger, in every
 * attempt to create it, and when it is looked for; [A-Za-z0-9._-], at most 128 bytes each. A
 * connector leaves it in the row where the resource has a place for it. */
typedef struct vl_fixture_call {
  uint32_t struct_size;
  uint32_t flags;       /* 0 */
  vl_str model;         /* "customers": what the resource calls it */
  const void* values;   /* vl_value[n_values]: a new row's, or an identity; see the functions */
  uint32_t n_values;    /* each has a name of its own */
  uint32_t stride;      /* sizeof the caller's vl_value */
  vl_str run_id;        /* the run that creates */
  vl_str persona_id;    /* for whom; empty = for the run itself */
  vl_str key;           /* of this row alone: what an API takes as its idempotency key */
  const vl_kv* options; /* settings of this call in the connector's words ("authorization"); they
                         * are not written to the ledger; may be NULL when n_options is 0 */
  uint32_t n_options;
  uint32_t reserved;
  vl_ns timeout;   /* for the whole call; 0 = the connector's own */
  vl_error* error; /* where a failing call leaves its reason before it ends; may be NULL */
} vl_fixture_call;

/* In the value of a create that failed. Without it the row may be there, and is looked for. */
enum { VL_FIXTURE_NOT_CREATED = 1 };

typedef struct vl_fixture_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  const char* name; /* "soci", "openapi" */

  /* A connection of one loop, and its end. Calls of one connection may overlap; what takes one at a
   * time waits in the connector. All were completed before `close`. When open answers VL_PENDING
   * *connection is something for `cancel` already, or NULL when this open cannot be cancelled; when
   * it fails *connection is not used again. [loop] */
  vl_status (*open)(void* self, const vl_fixture_open* how, void** connection,
                    vl_op* op) VL_NOEXCEPT;
  vl_status (*close)(void* connection, vl_op* op) VL_NOEXCEPT;

  /* Gives every field of a model to the sink before it completes. `values` is empty. [loop] */
  vl_status (*describe)(void* connection, const vl_fixture_call* call, const vl_field_sink* sink,
                        vl_op* op) VL_NOEXCEPT;

  /* Creates one row of `values`; a field that points to another row has that row's value. Defaulted
   * fields that are not named are the resource's. VL_OK, value 0: this call made the row, and `out`
   * has it. A row that was there before is a failure. A failure is certain when the start function
   * returned it or its value has VL_FIXTURE_NOT_CREATED; a cancelled call too says so if it can.
   * [loop] */
  vl_status (*create)(void* connection, const vl_fixture_call* call, vl_record* out,
                      vl_op* op) VL_NOEXCEPT;

  /* Removes the row whose identity is `values`; value = rows removed (0 = was gone already). [loop]
   */
  vl_status (*remove)(void* connection, const vl_fixture_call* call, vl_op* op) VL_NOEXCEPT;

  /* value = 1 when the row whose identity is `values` is there, else 0: for leak checks. [loop] */
  vl_status (*exists)(void* connection, const vl_fixture_call* call, vl_op* op) VL_NOEXCEPT;

  /* Asks a pending call, or the pending open, to end. VL_OK when the request was taken,
   * VL_E_INVALID when the op is not pending here. A close cannot be cancelled. [loop] */
  vl_status (*cancel)(void* connection, vl_op* op) VL_NOEXCEPT;

  /* Gives the sink every row of the model with the marker of `call` before it completes: with `key`
   * the one row of it, without `key` all of run_id, and of persona_id when it is not empty.
   * `values` are those of the create that is looked for, or empty: they may narrow the search. A
   * row that may be somebody else's is not given. value = rows given. An empty run_id is
   * VL_E_INVALID. VL_E_UNSUPPORTED, also as NULL: this resource cannot tell. [loop] */
  vl_status (*find)(void* connection, const vl_fixture_call* call, const vl_record_sink* sink,
                    vl_op* op) VL_NOEXCEPT;

  /* Creates n rows of one model in one go, all or none: vl_fixture_call[n], vl_record[n]. Options,
   * timeout and error of the first hold for all. Ends as `create` does; when it fails no record is
   * set. VL_E_UNSUPPORTED, also as NULL: the host creates one by one. [loop] */
  vl_status (*create_many)(void* connection, const void* calls, uint32_t n, uint32_t stride,
                           void* out, uint32_t out_stride, vl_op* op) VL_NOEXCEPT;

  /* Checks what a connection would be opened with; no traffic. May be NULL. [main] */
  vl_status (*check)(void* self, const vl_node* config, vl_error* error) VL_NOEXCEPT;

  /* What `veriload config reference` prints of the settings of a connection: Markdown, a row per
   * key with type, default and meaning. May be NULL. */
  const char* reference;
} vl_fixture_v1;

/* --- veriload.importer/1 -----------------------------------------------------------------------
 */

#define VL_COMP_IMPORTER "veriload.importer/1"

/* Turns a description that a team already has (an OpenAPI document, a HAR recording) into a
 * scenario. It reads only the bytes it is given and opens no file or socket. */

/* Takes whole files; `path` is relative and has no "..". The host writes them all or none. */
typedef struct vl_output {
  void* ctx;
  vl_status (*file)(void* ctx, vl_str path, vl_cbuf content) VL_NOEXCEPT;
} vl_output;

typedef struct vl_importer_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  const char* name;    /* "openapi": the word after `veriload import` */
  const char* summary; /* one line for --help */

  /* How sure the importer is that an input is its own: 0 = not mine, 100 = certain. [main] */
  int32_t (*score)(void* self, vl_str file_name, vl_cbuf head) VL_NOEXCEPT;

  /* Turns an input into a scenario and its configuration. `options` is a map. [main] */
  vl_status (*convert)(void* self, vl_str file_name, vl_cbuf input, const vl_node* options,
                       const vl_output* output, vl_error* error) VL_NOEXCEPT;
} vl_importer_v1;

/* --- veriload.reporter/1 -----------------------------------------------------------------------
 */

#define VL_COMP_REPORTER "veriload.reporter/1"

/* What makes a document of a run. Every report is a view of one result tree (see veriload.config/1
 * for how to read it); a reporter needs no state of its own during the run unless it wants
 * snapshots or samples. */

enum {
  VL_REPORTER_SAMPLES = 1,   /* wants `samples` */
  VL_REPORTER_HISTOGRAMS = 2 /* wants `histograms` in the result, see `finish` */
};

/* One endpoint in a snapshot. */
typedef struct vl_row {
  uint32_t struct_size;
  uint32_t reserved;
  vl_str name;
  uint64_t requests;
  uint64_t failures;
  double rate; /* requests per second in the window */
  vl_ns p50;   /* response time */
  vl_ns p95;
  vl_ns p99;
  vl_ns max;
} vl_row;

/* The state of the run, once per second. */
typedef struct vl_snapshot {
  uint32_t struct_size;
  uint32_t n_rows;
  vl_ns from; /* window, since the start of the run */
  vl_ns to;
  const void* rows; /* vl_row[n_rows] */
  uint32_t row_stride;
  uint32_t users; /* active */
} vl_snapshot;

typedef struct vl_reporter_v1 {
  uint32_t struct_size;
  uint32_t flags;      /* VL_REPORTER_* */
  const char* name;    /* "json": the key under `reports:`, and the word after --format */
  const char* summary; /* one line for --help */

  /* Before the run, with its plan; a wrong option is refused here. A report of a run that was kept
   * begins so too, with the plan that was kept. May be NULL. [main] */
  vl_status (*begin)(void* self, const vl_node* plan, vl_error* error) VL_NOEXCEPT;

  /* A batch of samples; stride = sizeof the host's vl_sample. NULL unless wanted. [report] */
  vl_status (*samples)(void* self, const void* samples, uint32_t n, uint32_t stride) VL_NOEXCEPT;

  /* Once per second; may be NULL. [report] */
  vl_status (*snapshot)(void* self, const vl_snapshot* snapshot) VL_NOEXCEPT;

  /* Writes the report of a finished run; the host puts the bytes in place only when VL_OK comes
   * back. Called again when they could not be put there. May be NULL for a reporter that only
   * renders. [report]
   *
   * With VL_REPORTER_HISTOGRAMS the result has `histograms`: {total, endpoints: {NAME: ...}}, each
   * a map of `response`, `failed_response`, `service`, `first_byte` and `lag` that has those with a
   * value: {count, out_of_range, min_ns, max_ns, mean_ns, v2}. `v2` are the bytes of HdrHistogram's
   * encoding V2, not compressed, in microseconds, from 1 us to 1 h with 3 digits; out_of_range
   * values, above 1 h, are in `count` and not in them. */
  vl_status (*finish)(void* self, const vl_node* result, const vl_sink* sink,
                      vl_error* error) VL_NOEXCEPT;

  /* Makes a document from a plan without any run; may be NULL. [main] */
  vl_status (*render)(void* self, const vl_node* plan, const vl_node* options, const vl_sink* sink,
                      vl_error* error) VL_NOEXCEPT;
} vl_reporter_v1;

/* --- veriload.scenario/1 -----------------------------------------------------------------------
 */

#define VL_COMP_SCENARIO "veriload.scenario/1"

typedef struct vl_scenario_v1 {
  uint32_t struct_size;
  uint32_t reserved;

  /* Registers the user classes through veriload.schedule/1. [main] */
  vl_status (*declare)(void* self, const vl_node* plan, vl_error* error) VL_NOEXCEPT;

  /* Once per loop, before its first and after its last user; may be NULL. [loop] */
  vl_status (*worker_open)(void* self, vl_loop* loop, void** worker, vl_error* error) VL_NOEXCEPT;
  void (*worker_close)(void* worker) VL_NOEXCEPT;
} vl_scenario_v1;

/* --- veriload.command/1 ------------------------------------------------------------------------
 */

#define VL_COMP_COMMAND "veriload.command/1"

/* A team's own tool beside its protocol, with its own help. */

typedef struct vl_command_v1 {
  uint32_t struct_size;
  uint32_t reserved;
  const char* name;    /* `veriload <name>`; must not be a command of the host */
  const char* summary; /* one line for the list of commands */
  const char* help;    /* the whole text of `veriload <name> --help`, with examples */

  /* Runs the command with the words after its name. *exit_code is one of the documented codes of
   * `veriload`; a negative status prints `error` and ends with exit code 2. [main] */
  vl_status (*run)(void* self, const vl_str* arguments, uint32_t n, const vl_sink* out,
                   const vl_sink* err, int32_t* exit_code, vl_error* error) VL_NOEXCEPT;
} vl_command_v1;

/* ------------------------------------------------------------------------------------------------
 * 5. Entry: the one exported symbol.
 * --------------------------------------------------------------------------------------------- */

/* The host as one plugin sees it; lives as long as the process. */
struct vl_host {
  uint32_t struct_size;
  uint16_t abi_major;
  uint16_t abi_minor;
  vl_str version; /* of the product */

  /* A service table by id, or NULL when this host does not serve it. [any] */
  const void* (*service)(const vl_host* host, const char* id)VL_NOEXCEPT;
};

/* What a plugin is. The function below returns the same static object every time and does nothing
 * else: a host may scan a plugin without starting it. The arrays end with NULL and may be NULL when
 * empty. */
typedef struct vl_plugin_v1 {
  uint32_t struct_size;
  uint16_t abi_major;       /* VL_ABI_MAJOR */
  uint16_t abi_minor_min;   /* the oldest host minor it works with */
  uint16_t abi_minor_built; /* VL_ABI_MINOR of the header it was built with */
  uint16_t reserved;
  uint32_t flags;              /* 0 */
  const char* id;              /* "dev.veriload.http": [a-z0-9._-], unique in a process */
  const char* version;         /* "1.4.0" */
  const char* license;         /* SPDX expression */
  const char* build;           /* compiler and SDK, for people */
  const char* const* provides; /* component ids */
  const char* const* needs;    /* service ids it cannot work without */
  const char* const* wants;    /* service ids it makes use of when there */

  /* Starts the plugin. `host` lives as long as the process. [main] */
  vl_status (*init)(const vl_host* host, void** self, vl_error* error) VL_NOEXCEPT;

  /* A component table by id, or NULL; the same pointer every time. [main] */
  const void* (*component)(void* self, const char* id)VL_NOEXCEPT;

  /* Ends the plugin: no loop runs, nothing of it is pending. The library stays mapped. [main] */
  void (*fini)(void* self) VL_NOEXCEPT;
} vl_plugin_v1;

#define VL_ENTRY_SYMBOL "veriload_plugin_v1"

/* Implemented by the plugin. [main] */
VL_EXPORT const vl_plugin_v1* veriload_plugin_v1(void) VL_NOEXCEPT;

/* The ELF note ".note.veriload": the versions of the descriptor, readable without running any code
 * of the file. The SDK's macro emits it; a plugin in C writes VL_PLUGIN_NOTE(min, built); once. */
#define VL_NOTE_NAME "VeriLoad"
#define VL_NOTE_TYPE 1
typedef struct vl_plugin_note {
  uint32_t name_size; /* 9: the name and its terminator; the field is padded to 12 */
  uint32_t desc_size; /* 8 */
  uint32_t type;      /* VL_NOTE_TYPE */
  char name[12];
  uint16_t abi_major;
  uint16_t abi_minor_min;
  uint16_t abi_minor_built;
  uint16_t reserved;
} vl_plugin_note;
#define VL_PLUGIN_NOTE(min, built)                                                 \
  __attribute__((used, section(".note.veriload"),                                  \
                 aligned(4))) static const vl_plugin_note veriload_plugin_note = { \
      9, 8, VL_NOTE_TYPE, VL_NOTE_NAME, VL_ABI_MAJOR, (min), (built), 0}

#ifdef __cplusplus
} /* extern "C" */
#define VL_FROZEN(T, n) static_assert(sizeof(T) == (n), #T " is frozen")
#else
#define VL_FROZEN(T, n) _Static_assert(sizeof(T) == (n), #T " is frozen")
#endif
VL_FROZEN(void*, 8);
VL_FROZEN(vl_str, 16);
VL_FROZEN(vl_cbuf, 16);
VL_FROZEN(vl_mbuf, 16);
VL_FROZEN(vl_kv, 32);
VL_FROZEN(vl_piece, 48);
VL_FROZEN(vl_result, 16);
VL_FROZEN(vl_op, 80);
VL_FROZEN(vl_work, 16);
VL_FROZEN(vl_reader, 16);
VL_FROZEN(vl_sink, 16);
VL_FROZEN(vl_match_sink, 16);
VL_FROZEN(vl_field_sink, 16);
VL_FROZEN(vl_record_sink, 16);
VL_FROZEN(vl_output, 16);
VL_FROZEN(vl_error, 256);
VL_FROZEN(vl_plugin_note, 32);

#endif /* VERILOAD_ABI_H */

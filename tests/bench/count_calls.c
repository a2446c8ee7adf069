/* Counts what the loop threads of a process ask of the heap and of the kernel.
 *
 *   LD_PRELOAD=count_calls.so COUNT_CALLS_FILE=calls.txt veriload run ...
 *
 * A loop thread is one that waited on an epoll set. At the end of the process the file holds a line
 * "name count" each: allocations, frees, transfers (calls that move bytes of a socket), controls
 * (epoll_ctl), waits. Calls that fail count too: strace hides those that end with EAGAIN behind
 * others, and they cost as much.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { allocations, frees, transfers, controls, waits, kinds };
static const char* const names[kinds] = {"allocations", "frees", "transfers", "controls", "waits"};

enum { most_threads = 256 };

/* Slots are given out once and never taken back: a thread's counts outlive it. Only its own thread
 * writes a slot; the process reads them when it ends. */
static struct slot { unsigned long counts[kinds]; } slots[most_threads];
static atomic_int used_slots;
static __thread struct slot* mine __attribute__((tls_model("initial-exec")));

static void count(int kind) {
  if (mine == NULL) {
    const int at = atomic_fetch_add(&used_slots, 1);
    mine = &slots[at < most_threads ? at : most_threads - 1];
  }
  ++mine->counts[kind];
}

/* The allocator of the C library by its other names; dlsym itself allocates. */
extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t n, size_t size);
extern void* __libc_realloc(void* old, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* memory);

void* malloc(size_t size) {
  count(allocations);
  return __libc_malloc(size);
}

void* calloc(size_t n, size_t size) {
  count(allocations);
  return __libc_calloc(n, size);
}

void* realloc(void* old, size_t size) {
  count(allocations);
  return __libc_realloc(old, size);
}

void* memalign(size_t alignment, size_t size) {
  count(allocations);
  return __libc_memalign(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void** out, size_t alignment, size_t size) {
  *out = memalign(alignment, size);
  return *out == NULL ? 12 /* ENOMEM */ : 0;
}

void free(void* memory) {
  if (memory != NULL) count(frees);
  __libc_free(memory);
}

/* Defines `name` as the next one of that name, counted. */
#define COUNTED(kind, result, name, parameters, arguments) \
  result name parameters {                                 \
    static result(*_Atomic next) parameters;               \
    result(*call) parameters = atomic_load(&next);         \
    if (call == NULL) {                                    \
      *(void**)&call = dlsym(RTLD_NEXT, #name);            \
      atomic_store(&next, call);                           \
    }                                                      \
    count(kind);                                           \
    return call arguments;                                 \
  }

COUNTED(transfers, ssize_t, send, (int fd, const void* p, size_t n, int flags), (fd, p, n, flags))
COUNTED(transfers, ssize_t, sendmsg, (int fd, const struct msghdr* m, int flags), (fd, m, flags))
COUNTED(transfers, ssize_t, sendto,
        (int fd, const void* p, size_t n, int flags, __CONST_SOCKADDR_ARG to, socklen_t size),
        (fd, p, n, flags, to, size))
COUNTED(transfers, ssize_t, recv, (int fd, void* p, size_t n, int flags), (fd, p, n, flags))
COUNTED(transfers, ssize_t, recvmsg, (int fd, struct msghdr* m, int flags), (fd, m, flags))
COUNTED(transfers, ssize_t, recvfrom,
        (int fd, void* p, size_t n, int flags, __SOCKADDR_ARG from, socklen_t* size),
        (fd, p, n, flags, from, size))
COUNTED(transfers, ssize_t, read, (int fd, void* p, size_t n), (fd, p, n))
COUNTED(transfers, ssize_t, write, (int fd, const void* p, size_t n), (fd, p, n))
COUNTED(transfers, ssize_t, readv, (int fd, const struct iovec* v, int n), (fd, v, n))
COUNTED(transfers, ssize_t, writev, (int fd, const struct iovec* v, int n), (fd, v, n))
COUNTED(controls, int, epoll_ctl, (int set, int what, int fd, struct epoll_event* e),
        (set, what, fd, e))
COUNTED(waits, int, epoll_wait, (int set, struct epoll_event* e, int n, int ms), (set, e, n, ms))
COUNTED(waits, int, epoll_pwait2,
        (int set, struct epoll_event* e, int n, const struct timespec* limit,
         const __sigset_t* mask),
        (set, e, n, limit, mask))

/* The loop makes its two calls of a request by their numbers. */
long syscall(long number, ...) {
  static long (*_Atomic next)(long, ...);
  long (*call)(long, ...) = atomic_load(&next);
  if (call == NULL) {
    *(void**)&call = dlsym(RTLD_NEXT, "syscall");
    atomic_store(&next, call);
  }
  if (number == SYS_sendto || number == SYS_recvfrom) count(transfers);
  va_list given;
  va_start(given, number);
  long words[6];
  for (int at = 0; at < 6; ++at)
    words[at] = va_arg(given, long);
  va_end(given);
  return call(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}

__attribute__((destructor)) static void write_counts(void) {
  unsigned long sums[kinds] = {0};
  const int used = atomic_load(&used_slots);
  for (int at = 0; at < used && at < most_threads; ++at) {
    if (slots[at].counts[waits] == 0) continue;
    for (int kind = 0; kind < kinds; ++kind)
      sums[kind] += slots[at].counts[kind];
  }
  const char* const path = getenv("COUNT_CALLS_FILE");
  FILE* const out = path == NULL ? NULL : fopen(path, "w");
  if (out == NULL) return;
  for (int kind = 0; kind < kinds; ++kind)
    fprintf(out, "%s %lu\n", names[kind], sums[kind]);
  fclose(out);
}

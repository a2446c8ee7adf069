/* The typed interface of the protocol "http": what a user keeps between its requests.
 *
 * A scenario asks for it with veriload.calls/1: typed(session, VL_HTTP_V1, &self), and passes
 * `self` as `session`. The rules of veriload_abi.h hold; it grows at the end as tables do. All
 * functions run on the session's loop, take microseconds and start no traffic.
 *
 * A `target` is what vl_call takes: a path below run.base_url, or a whole URL. */
#ifndef VERILOAD_HTTP_H
#define VERILOAD_HTTP_H

#include "veriload_abi.h"

#define VL_HTTP_V1 "veriload.http/1"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct vl_http_v1 {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* Takes the value of a Set-Cookie header as if the answer to a request for `target` had carried
   * it: "theme=dark; Path=/; Max-Age=3600". Also when http.cookies is false: then only cookies
   * set here are sent. VL_E_INVALID, with the reason in `error` (may be NULL), when a browser would
   * not keep it or the target is no address. [loop] */
  vl_status (*cookie_set)(void* session, vl_str target, vl_str set_cookie,
                          vl_error* error) VL_NOEXCEPT;

  /* Gives the value of the Cookie header that a request for `target` would carry, "a=1; b=2", to
   * the sink; nothing when there is none. VL_E_INVALID when the target is no address, else what the
   * sink answered. [loop] */
  vl_status (*cookies)(void* session, vl_str target, const vl_sink* out) VL_NOEXCEPT;

  /* Forgets all cookies of this user. [loop] */
  void (*cookies_clear)(void* session) VL_NOEXCEPT;

  /* Forgets all answers that this user's cache keeps. [loop] */
  void (*cache_clear)(void* session) VL_NOEXCEPT;

  /* Closes the connections that no call is using: the next request dials anew, as on a new visit.
   * [loop] */
  void (*close_idle)(void* session) VL_NOEXCEPT;
} vl_http_v1;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* VERILOAD_HTTP_H */

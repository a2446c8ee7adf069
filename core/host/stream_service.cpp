// veriload.stream/1: the loop's byte streams behind a C table. A `vl_stream` is a loop::stream.
#include "core/host/loop_handle.hpp"
#include "core/host/services.hpp"
#include "core/loop/stream.hpp"

namespace veriload::host {
namespace {

vl_status dial(vl_loop* loop, const vl_dial* dial, vl_stream** out, vl_op* op) noexcept {
  if (!VL_HAS(dial, vl_dial, port)) return VL_E_INVALID;
  return loop->reactor->dial(*dial, out, *op);
}

vl_status cancel_dial(vl_loop* loop, vl_op* op) noexcept { return loop->reactor->cancel_dial(*op); }

vl_status read_start(vl_stream* stream, const vl_reader* reader) noexcept {
  return loop::stream::from(stream).read_start(*reader);
}

vl_status read_stop(vl_stream* stream) noexcept { return loop::stream::from(stream).read_stop(); }

vl_status write(vl_stream* stream, const vl_cbuf* buffers, uint32_t n, vl_op* op) noexcept {
  return loop::stream::from(stream).write(buffers, n, *op);
}

void set_deadline(vl_stream* stream, vl_ns when) noexcept {
  loop::stream::from(stream).set_deadline(when);
}

vl_status info(vl_stream* stream, vl_stream_info* info) noexcept {
  return loop::stream::from(stream).info(*info);
}

vl_status finish(vl_stream* stream, vl_op* op) noexcept {
  return loop::stream::from(stream).finish(*op);
}
void close(vl_stream* stream) noexcept { loop::stream::from(stream).close(); }

void reason(vl_loop*, vl_error* out) noexcept { write_error(out, VL_OK, {}); }

vl_status tls_open(vl_loop*, const vl_tls_options*, vl_tls**, vl_error* error) noexcept {
  write_error(error, VL_E_UNSUPPORTED, "this host makes no TLS connections");
  return VL_E_UNSUPPORTED;
}

void tls_close(vl_tls*) noexcept {}

vl_status tls_check(const vl_host*, const vl_tls_options*, vl_error* error) noexcept {
  write_error(error, VL_E_UNSUPPORTED, "this host makes no TLS connections");
  return VL_E_UNSUPPORTED;
}

}  // namespace

const vl_stream_v1 stream_service = {sizeof(vl_stream_v1),
                                     0,
                                     dial,
                                     cancel_dial,
                                     read_start,
                                     read_stop,
                                     write,
                                     set_deadline,
                                     info,
                                     finish,
                                     close,
                                     reason,
                                     tls_open,
                                     tls_close,
                                     tls_check};

}  // namespace veriload::host

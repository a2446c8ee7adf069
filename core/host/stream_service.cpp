// veriload.stream/1: the loop's byte streams behind a C table. A `vl_stream` is a loop::stream.
#include "core/base/setup_error.hpp"
#include "core/host/context.hpp"
#include "core/host/loop_handle.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"
#include "core/loop/stream.hpp"

#include <exception>

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

void reason(vl_loop* loop, vl_error* out) noexcept {
  const loop::failure_reasons& reasons = loop->reactor->reasons();
  write_error(out, reasons.status(), reasons.text());
  if (out != nullptr && VL_HAS(out, vl_error, message)) out->native = reasons.native();
}

// The one wall between what set-up throws and a plugin.
template <class Open>
vl_status without_throwing(vl_error* error, Open&& open) noexcept {
  try {
    open();
    return VL_OK;
  } catch (const setup_error& why) {
    write_error(error, VL_E_CONFIG, why.what());
    return VL_E_CONFIG;
  } catch (const std::exception&) {
    write_error(error, VL_E_NOMEM, "no memory for TLS settings");
    return VL_E_NOMEM;
  }
}

vl_status tls_open(vl_loop* loop, const vl_tls_options* options, vl_tls** out,
                   vl_error* error) noexcept {
  return without_throwing(error, [&] {
    const auto& folder = loop->owner->context().config_folder;
    *out = loop->reactor->tls().open(*options, folder).release();
  });
}

void tls_close(vl_tls* tls) noexcept { delete tls; }

vl_status tls_check(const vl_host* host, const vl_tls_options* options, vl_error* error) noexcept {
  return without_throwing(error, [&] {
    loop::tls_contexts().open(*options, plugin::of(host).context().config_folder);
  });
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

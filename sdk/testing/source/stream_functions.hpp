// The functions of veriload.stream/1. Flow: code under test -> [stream_functions] -> fake_network.
#pragma once

#include <veriload/testing/fake_network.hpp>

namespace veriload::testing {

struct stream_functions {
  static fake_network& network(vl_loop* loop) noexcept {
    return static_cast<fake_network&>(*fake_loop::of(loop).streams);
  }
  static fake_stream& of(vl_stream* stream) noexcept {
    return *reinterpret_cast<fake_stream*>(stream);
  }
  static bool usable(const fake_stream& stream, const char* what);

  static vl_status dial(vl_loop* loop, const vl_dial* where, vl_stream** out, vl_op* op) noexcept;
  static vl_status cancel_dial(vl_loop* loop, vl_op* op) noexcept;
  static vl_status read_start(vl_stream* stream, const vl_reader* reader) noexcept;
  static vl_status read_stop(vl_stream* stream) noexcept;
  static vl_status write(vl_stream* stream, const vl_cbuf* buffers, uint32_t n, vl_op* op) noexcept;
  static void set_deadline(vl_stream* stream, vl_ns when) noexcept;
  static vl_status info(vl_stream* stream, vl_stream_info* out) noexcept;
  static vl_status finish(vl_stream* stream, vl_op* op) noexcept;
  static void close(vl_stream* stream) noexcept;
  static void reason(vl_loop* loop, vl_error* out) noexcept;
  static vl_status tls_open(vl_loop* loop, const vl_tls_options* options, vl_tls** out,
                            vl_error* error) noexcept;
  static void tls_close(vl_tls* tls) noexcept;
  static vl_status tls_check(const vl_host* host, const vl_tls_options* options,
                             vl_error* error) noexcept;

  static const vl_stream_v1 table;
};

}  // namespace veriload::testing

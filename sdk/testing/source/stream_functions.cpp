#include "stream_functions.hpp"

#include <veriload/testing/fake_host.hpp>

#include "abi_text.hpp"

#include <algorithm>
#include <cerrno>

namespace veriload::testing {

const vl_stream_v1 stream_functions::table{sizeof(vl_stream_v1),
                                           0,
                                           &dial,
                                           &cancel_dial,
                                           &read_start,
                                           &read_stop,
                                           &write,
                                           &set_deadline,
                                           &info,
                                           &finish,
                                           &close,
                                           &reason,
                                           &tls_open,
                                           &tls_close,
                                           &tls_check};

bool stream_functions::usable(const fake_stream& stream, const char* what) {
  if (stream.open) return true;
  stream.network->complain(std::string(what) + ": the stream to " + stream.target + " is closed");
  return false;
}

vl_status stream_functions::dial(vl_loop* loop, const vl_dial* where, vl_stream** out,
                                 vl_op* op) noexcept {
  fake_network& net = network(loop);
  fake_network::pending_dial wanted{op, out, {}, std::string(view_of(where->host))};
  seen_dial& seen = wanted.wanted;
  if (where->unix_path.len != 0) {
    seen.target = "unix:" + std::string(view_of(where->unix_path));
    wanted.host = seen.target;
  } else {
    if (where->host.len == 0 || where->port == 0 || where->port > 65535) return VL_E_INVALID;
    seen.target = wanted.host + ":" + std::to_string(where->port);
  }
  seen.source = view_of(where->source);
  seen.proxy = view_of(where->proxy);
  seen.sni = view_of(where->sni);
  seen.alpn = view_of(where->alpn);
  seen.deadline = where->deadline;
  seen.tls = (where->flags & VL_DIAL_TLS) != 0;
  for (std::size_t i = 0; i < net.tls.size(); ++i) {
    if (reinterpret_cast<const vl_tls*>(net.tls[i].get()) == where->tls) seen.tls_settings = i;
  }
  if (where->tls != nullptr &&
      (seen.tls_settings == SIZE_MAX || !net.tls[seen.tls_settings]->open)) {
    net.complain("stream.dial: the TLS settings are closed or of another loop");
    return VL_E_MISUSE;
  }
  if (net.loop_.fails()) return VL_E_NOMEM;
  if (!net.loop_.take(op, "stream.dial")) return VL_E_MISUSE;
  net.dialing_.push_back(std::move(wanted));
  return VL_PENDING;
}

vl_status stream_functions::cancel_dial(vl_loop* loop, vl_op* op) noexcept {
  for (auto& dial : network(loop).dialing_) {
    if (dial.op == op) return dial.canceled = true, VL_OK;
  }
  return VL_E_INVALID;
}

vl_status stream_functions::read_start(vl_stream* stream, const vl_reader* reader) noexcept {
  fake_stream& self = of(stream);
  if (!usable(self, "stream.read_start")) return VL_E_MISUSE;
  if (reader->on_data == nullptr) return VL_E_INVALID;
  if (self.network->loop_.fails()) return VL_E_CLOSED;
  self.reader = *reader;
  self.reading = true;
  return VL_OK;
}

vl_status stream_functions::read_stop(vl_stream* stream) noexcept {
  if (!usable(of(stream), "stream.read_stop")) return VL_E_MISUSE;
  of(stream).reading = false;
  return VL_OK;
}

vl_status stream_functions::write(vl_stream* stream, const vl_cbuf* buffers, uint32_t n,
                                  vl_op* op) noexcept {
  fake_stream& self = of(stream);
  fake_network& net = *self.network;
  ++net.writes;
  if (!usable(self, "stream.write")) return VL_E_MISUSE;
  if (self.writing != nullptr || self.finished) {
    net.complain(self.finished ? "stream.write: our side was ended"
                               : "stream.write: a second write while one is pending");
    return VL_E_MISUSE;
  }
  if (net.loop_.fails()) return VL_E_CLOSED;
  std::string all;
  for (uint32_t i = 0; i < n; ++i)
    all.append(static_cast<const char*>(buffers[i].ptr), buffers[i].len);
  const std::size_t taken = std::min(all.size(), net.write_at_once);
  if (taken == all.size()) {
    net.receive(self, all);
    return VL_OK;
  }
  if (!net.loop_.take(op, "stream.write")) return VL_E_MISUSE;
  self.received.append(all, 0, taken);  // the peer looks when it has got all of it
  self.unwritten = all.substr(taken);
  self.writing = op;
  self.borrowed.assign(buffers, buffers + n);
  self.borrowed_bytes = std::move(all);
  return VL_PENDING;
}

void stream_functions::set_deadline(vl_stream* stream, vl_ns when) noexcept {
  if (!usable(of(stream), "stream.set_deadline")) return;
  ++of(stream).network->deadlines_set;
  of(stream).deadline = when;
}

vl_status stream_functions::info(vl_stream* stream, vl_stream_info* out) noexcept {
  const fake_stream& self = of(stream);
  if (!usable(self, "stream.info")) return VL_E_MISUSE;
  vl_stream_info known = self.network->info;
  known.struct_size = out->struct_size;
  known.bytes_out = self.received.size();
  known.bytes_in = self.bytes_in;
  if (!self.dial.tls) known.tls = 0, known.tls_version = 0, known.cipher = {};
  known.peer = str_of(self.target);
  std::memcpy(out, &known, std::min<std::size_t>(out->struct_size, sizeof known));
  return VL_OK;
}

vl_status stream_functions::finish(vl_stream* stream, vl_op* op) noexcept {
  fake_stream& self = of(stream);
  if (!usable(self, "stream.finish")) return VL_E_MISUSE;
  if (self.finished) {
    self.network->complain("stream.finish: our side was ended before");
    return VL_E_MISUSE;
  }
  if (self.network->loop_.fails()) return VL_E_CLOSED;
  self.finished = true;
  if (self.writing == nullptr) return VL_OK;
  if (!self.network->loop_.take(op, "stream.finish")) return VL_E_MISUSE;
  self.finishing = op;
  return VL_PENDING;
}

void stream_functions::close(vl_stream* stream) noexcept {
  fake_stream& self = of(stream);
  if (!usable(self, "stream.close")) return;
  self.open = self.reading = false;
  self.incoming.clear();
}

void stream_functions::reason(vl_loop* loop, vl_error* out) noexcept {
  const fake_network& net = network(loop);
  refused(out, VL_OK, net.telling_ ? std::string_view(net.reason) : std::string_view());
}

vl_status stream_functions::tls_open(vl_loop* loop, const vl_tls_options* options, vl_tls** out,
                                     vl_error* error) noexcept {
  fake_network& net = network(loop);
  if (net.loop_.fails()) return refused(error, VL_E_CONFIG, "no such file");
  const vl_status status = net.check_tls(options, error);
  if (status != VL_OK) return status;
  auto made = std::make_unique<seen_tls>();
  made->ca_file = view_of(options->ca_file);
  made->certificate_file = view_of(options->certificate_file);
  made->key_file = view_of(options->key_file);
  made->key_password = view_of(options->key_password);
  made->ciphers = view_of(options->ciphers);
  made->key_log_file = view_of(options->key_log_file);
  made->flags = options->flags;
  made->min_version = options->min_version;
  made->max_version = options->max_version;
  *out = reinterpret_cast<vl_tls*>(made.get());
  net.tls.push_back(std::move(made));
  return VL_OK;
}

void stream_functions::tls_close(vl_tls* tls) noexcept {
  reinterpret_cast<seen_tls*>(tls)->open = false;
}

vl_status stream_functions::tls_check(const vl_host* host, const vl_tls_options* options,
                                      vl_error* error) noexcept {
  return fake_host::of(host).network.check_tls(options, error);
}

}  // namespace veriload::testing

#include <veriload/testing/fake_network.hpp>

#include "abi_text.hpp"
#include "stream_functions.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace veriload::testing {

fake_network::fake_network(fake_loop& loop) : loop_(loop) {
  info.dns = 11;
  info.connect = 22;
  info.tls = 33;
  info.tls_version = 0x0304;
  info.cipher = str_of("TLS_AES_256_GCM_SHA384");
  loop.streams = this;
  loop.add(*this);
}

fake_network::~fake_network() = default;

const vl_stream_v1& fake_network::table() noexcept { return stream_functions::table; }

std::size_t fake_network::open_streams() const {
  return static_cast<std::size_t>(
      std::ranges::count(streams_, true, [](const auto& s) { return s->open; }));
}

std::size_t fake_network::open_tls() const {
  return static_cast<std::size_t>(
      std::ranges::count(tls, true, [](const auto& t) { return t->open; }));
}

vl_status fake_network::check_tls(const vl_tls_options* options, vl_error* error) const {
  const std::pair<const char*, vl_str> files[] = {{"ca_file", options->ca_file},
                                                  {"certificate_file", options->certificate_file},
                                                  {"key_file", options->key_file}};
  for (const auto& [option, path] : files) {
    if (std::ranges::find(no_files, view_of(path)) == no_files.end()) continue;
    return refused(error, VL_E_CONFIG,
                   std::string(option) + ": no such file, " + std::string(view_of(path)));
  }
  return VL_OK;
}

// In the order of a loop's turn: dials, bytes, writes; what is due by time comes last.
std::size_t fake_network::due(vl_ns now) {
  due_.clear();
  for (std::size_t i = 0; i < dialing_.size(); ++i) {
    const pending_dial& dial = dialing_[i];
    const bool late = dial.wanted.deadline != 0 && now >= dial.wanted.deadline;
    if (!dial_hangs || dial.canceled || late) due_.emplace_back(event::dial, i);
  }
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const fake_stream& s = *streams_[i];
    if (s.open && s.reading && !s.incoming.empty() && s.incoming.front().when <= now)
      due_.emplace_back(event::delivery, i);
  }
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const fake_stream& s = *streams_[i];
    const bool write_ends = s.writing != nullptr && (!s.open || !writes_stall);
    const bool finish_ends = s.writing == nullptr && s.finishing != nullptr;
    if (write_ends || finish_ends) due_.emplace_back(event::write, i);
  }
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const fake_stream& s = *streams_[i];
    if (s.open && !s.over && s.deadline != 0 && s.deadline <= now && s.reader.on_data != nullptr)
      due_.emplace_back(event::deadline, i);
  }
  return due_.size();
}

vl_ns fake_network::next(vl_ns now) const {
  vl_ns first = 0;
  const auto earlier = [&](vl_ns when) {
    if (when > now && (first == 0 || when < first)) first = when;
  };
  for (const pending_dial& dial : dialing_)
    earlier(dial.wanted.deadline);
  for (const auto& s : streams_) {
    if (!s->open) continue;
    if (!s->over && s->reader.on_data != nullptr) earlier(s->deadline);
    if (s->reading && !s->incoming.empty()) earlier(s->incoming.front().when);
  }
  return first;
}

void fake_network::happen(std::size_t index) {
  const auto [what, which] = due_.at(index);
  switch (what) {
    case event::dial:
      return end_dial(which);
    case event::delivery:
      return deliver(*streams_[which]);
    case event::deadline:
      return pass_deadline(*streams_[which]);
    case event::write:
      return end_write(*streams_[which]);
  }
}

void fake_network::told(vl_op* op, vl_result result) {
  telling_ = result.status < 0;
  loop_.complete(op, result);
  telling_ = false;
}

void fake_network::end_dial(std::size_t index) {
  const pending_dial dial = std::move(dialing_[index]);
  dialing_.erase(dialing_.begin() + static_cast<std::ptrdiff_t>(index));
  vl_result result{VL_OK, 0, 0};
  if (dial.canceled) {
    result.status = VL_E_CANCELED;
  } else if (std::ranges::find(blocked, dial.host) != blocked.end()) {
    result.status = VL_E_BLOCKED;
  } else if (dial_hangs) {
    result.status = VL_E_TIMEOUT;
  } else if (loop_.fails()) {
    result = {VL_E_CONNECT, ECONNREFUSED, 0};
  } else if (!dials.empty()) {
    result = dials.front();
    dials.pop_front();
  }
  if (result.status == VL_OK) {
    auto made = std::make_unique<fake_stream>();
    made->network = this;
    made->dial = dial.wanted;
    made->target = dial.wanted.target;
    if (!peers.empty()) {
      made->script = std::move(peers.front());
      peers.pop_front();
    }
    *dial.out = reinterpret_cast<vl_stream*>(made.get());
    streams_.push_back(std::move(made));
    streams_.back()->play();
  }
  told(dial.op, result);
}

void fake_network::deliver(fake_stream& to) {
  ++deliveries;
  fake_stream::arrival next = std::move(to.incoming.front());
  to.incoming.pop_front();
  if (loop_.fails()) {
    to.incoming.clear();
    next = {{VL_E_CLOSED, ECONNRESET, 0}, {}};
  } else if (next.bytes.size() > read_slice) {
    to.incoming.push_front({next.result, next.bytes.substr(read_slice), next.when});
    next.bytes.resize(read_slice);
  }
  if (next.result.status != VL_OK) {
    to.reading = false;
    to.over = true;
  }
  to.bytes_in += next.bytes.size();
  // Memory of its exact size, gone after the call: a view that is kept is seen by the sanitizer.
  const std::unique_ptr<char[]> bytes(new char[next.bytes.size()]);
  next.bytes.copy(bytes.get(), next.bytes.size());
  const vl_reader reader = to.reader;
  telling_ = next.result.status < 0;
  loop_.at_top_level([&] {
    reader.on_data(reader.arg, next.result, {bytes.get(), next.bytes.size()});
  });
  telling_ = false;
}

void fake_network::pass_deadline(fake_stream& of) {
  of.deadline = 0;
  const vl_reader reader = of.reader;
  loop_.at_top_level([&] { reader.on_data(reader.arg, {VL_E_TIMEOUT, 0, 0}, {}); });
}

void fake_network::receive(fake_stream& at, std::string_view bytes) {
  at.received += bytes;
  at.play();
  if (on_bytes) on_bytes(at);
}

// Ends a pending write, or what a close left pending; a pending finish follows on a later turn.
void fake_network::end_write(fake_stream& of) {
  if (of.writing == nullptr) {
    return told(std::exchange(of.finishing, nullptr), {of.open ? VL_OK : VL_E_CANCELED, 0, 0});
  }
  // The bytes are read again: they had to lie there until now.
  std::string again;
  for (const vl_cbuf& part : of.borrowed)
    again.append(static_cast<const char*>(part.ptr), part.len);
  if (again != of.borrowed_bytes) complain("stream.write: the bytes changed while it was pending");
  vl_op* const op = std::exchange(of.writing, nullptr);
  if (!of.open) return told(op, {VL_E_CANCELED, 0, 0});
  if (loop_.fails()) return told(op, {VL_E_CLOSED, EPIPE, 0});
  receive(of, of.unwritten);
  told(op, {VL_OK, 0, 0});
}

}  // namespace veriload::testing

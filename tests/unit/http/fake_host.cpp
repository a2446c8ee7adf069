#include "tests/unit/http/fake_host.hpp"

#include "tests/unit/http/fake_config.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace veriload::http_plugin::test {

struct fake_tables {
  static fake_host& host(vl_loop* loop) { return *reinterpret_cast<fake_host*>(loop); }
  static fake_stream& of(vl_stream* stream) { return *reinterpret_cast<fake_stream*>(stream); }

  static vl_ns now(vl_loop* loop) noexcept { return host(loop).time; }
  static int32_t is_current(vl_loop*) noexcept { return 1; }
  static vl_status post(vl_loop* loop, vl_op* op) noexcept {
    host(loop).ready_.push_back({op, {VL_OK, 0, 0}});
    return VL_PENDING;
  }
  static vl_status sleep_until(vl_loop* loop, vl_ns when, vl_op* op) noexcept {
    if (host(loop).fails()) return VL_E_NOMEM;
    host(loop).timers_.push_back({op, when});
    return VL_PENDING;
  }
  static vl_status fd_ready(vl_loop*, int32_t, uint32_t, vl_op*) noexcept {
    return VL_E_UNSUPPORTED;
  }
  static vl_status offload(vl_loop*, vl_work*, vl_op*) noexcept { return VL_E_UNSUPPORTED; }
  static vl_status cancel(vl_loop* loop, vl_op* op) noexcept {
    auto& timers = host(loop).timers_;
    const auto at = std::ranges::find(timers, op, &fake_host::timer::op);
    if (at == timers.end()) return VL_E_INVALID;
    timers.erase(at);
    host(loop).ready_.push_back({op, {VL_E_CANCELED, 0, 0}});
    return VL_OK;
  }

  static vl_status dial(vl_loop* loop, const vl_dial* where, vl_stream** out, vl_op* op) noexcept {
    fake_host& h = host(loop);
    if (where->flags != 0) h.misuse.push_back("dial with flags");
    std::string target(where->host.ptr, where->host.len);
    h.dialing_.push_back({op, out, target + ":" + std::to_string(where->port), where->deadline});
    return VL_PENDING;
  }
  static vl_status cancel_dial(vl_loop* loop, vl_op* op) noexcept {
    for (auto& dial : host(loop).dialing_) {
      if (dial.op == op) return dial.canceled = true, VL_OK;
    }
    return VL_E_INVALID;
  }
  static vl_status read_start(vl_stream* stream, const vl_reader* reader) noexcept {
    if (of(stream).host->fails()) return VL_E_CLOSED;
    of(stream).reader = *reader;
    of(stream).reading = true;
    return VL_OK;
  }
  static vl_status read_stop(vl_stream* stream) noexcept {
    of(stream).reading = false;
    return VL_OK;
  }
  static vl_status write(vl_stream* stream, const vl_cbuf* buffers, uint32_t n,
                         vl_op* op) noexcept {
    fake_stream& s = of(stream);
    fake_host& h = *s.host;
    ++h.writes;
    if (!s.open) h.misuse.push_back("write on a closed stream");
    if (s.writing != nullptr) return VL_E_MISUSE;
    if (h.fails()) return VL_E_CLOSED;
    std::string all;
    for (uint32_t i = 0; i < n; ++i)
      all.append(static_cast<const char*>(buffers[i].ptr), buffers[i].len);
    const std::size_t taken = std::min(all.size(), h.write_at_once);
    s.received += all.substr(0, taken);
    if (taken == all.size()) {
      if (h.on_bytes) h.on_bytes(s);
      return VL_OK;
    }
    s.unwritten = all.substr(taken);
    s.writing = op;
    s.borrowed = static_cast<const char*>(buffers[0].ptr);
    s.borrowed_size = buffers[0].len;
    return VL_PENDING;
  }
  static void set_deadline(vl_stream* stream, vl_ns when) noexcept {
    ++of(stream).host->deadlines_set;
    of(stream).deadline = when;
  }
  static vl_status info(vl_stream* stream, vl_stream_info* info) noexcept {
    info->dns = 11;
    info->connect = 22;
    info->bytes_out = of(stream).received.size();
    return VL_OK;
  }
  static vl_status finish(vl_stream*, vl_op*) noexcept { return VL_OK; }
  static void close(vl_stream* stream) noexcept {
    fake_stream& s = of(stream);
    if (!s.open) s.host->misuse.push_back("stream closed twice");
    s.open = s.reading = false;
    if (s.writing != nullptr) {
      s.host->ready_.push_back({s.writing, {VL_E_CANCELED, 0, 0}});
      s.writing = nullptr;
    }
  }
  static int32_t enabled(const vl_host*, int32_t) noexcept { return 1; }
  static void log(const vl_host* host, int32_t, vl_str text, const vl_kv*, uint32_t) noexcept {
    auto& self = *reinterpret_cast<fake_host*>(const_cast<vl_host*>(host));
    self.log.emplace_back(text.ptr, text.len);
  }

  static constexpr vl_loop_v1 loops{sizeof(vl_loop_v1), 0,         &now,     &is_current, &post,
                                    &sleep_until,       &fd_ready, &offload, &cancel};
  static constexpr vl_stream_v1 streams{
      sizeof(vl_stream_v1), 0,     &dial,   &cancel_dial, &read_start, &read_stop, &write,
      &set_deadline,        &info, &finish, &close};
  static constexpr vl_log_v1 logs{sizeof(vl_log_v1), 0, &enabled, &log};
};

void fake_stream::send(std::string bytes) { incoming.push_back({{VL_OK, 0, 0}, std::move(bytes)}); }
void fake_stream::end() { incoming.push_back({{VL_EOF, 0, 0}, {}}); }
void fake_stream::reset() { incoming.push_back({{VL_E_CLOSED, ECONNRESET, 0}, {}}); }

fake_host::fake_host() = default;
fake_host::~fake_host() = default;

services fake_host::tables() const {
  return {reinterpret_cast<const vl_host*>(this), &fake_tables::loops, &fake_tables::streams,
          &fake_config_table(), &fake_tables::logs};
}

void fake_host::complete(vl_op* op, vl_result result) {
  at_top = true;
  op->complete(op, result);
  at_top = false;
}

bool fake_host::finish_dial() {
  for (std::size_t i = 0; i < dialing_.size(); ++i) {
    pending_dial dial = dialing_[i];
    if (dial_hangs && !dial.canceled && time < dial.deadline) continue;
    dialing_.erase(dialing_.begin() + static_cast<std::ptrdiff_t>(i));
    vl_result result{VL_OK, 0, 0};
    if (dial.canceled) {
      result.status = VL_E_CANCELED;
    } else if (dial_hangs) {
      result.status = VL_E_TIMEOUT;
    } else if (fails()) {
      result = {VL_E_CONNECT, ECONNREFUSED, 0};
    } else if (!dials.empty()) {
      result = dials.front();
      dials.pop_front();
    }
    if (result.status == VL_OK) {
      streams_.push_back(std::make_unique<fake_stream>());
      streams_.back()->host = this;
      streams_.back()->target = dial.target;
      *dial.out = reinterpret_cast<vl_stream*>(streams_.back().get());
    }
    complete(dial.op, result);
    return true;
  }
  return false;
}

bool fake_host::deliver() {
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    fake_stream& s = *streams_[i];
    if (!s.reading || s.incoming.empty()) continue;
    ++deliveries;
    fake_stream::event next = std::move(s.incoming.front());
    s.incoming.pop_front();
    if (fails()) {
      s.incoming.clear();
      next = {{VL_E_CLOSED, ECONNRESET, 0}, {}};
    } else if (next.bytes.size() > read_slice) {
      s.incoming.push_front({next.result, next.bytes.substr(read_slice)});
      next.bytes.resize(read_slice);
    }
    if (next.result.status != VL_OK) s.reading = false;
    // Memory of its exact size, gone after the call: a view that is kept is seen by the sanitizer.
    const std::unique_ptr<char[]> bytes(new char[next.bytes.size() + 1]);
    next.bytes.copy(bytes.get(), next.bytes.size());
    at_top = true;
    s.reader.on_data(s.reader.arg, next.result, {bytes.get(), next.bytes.size()});
    at_top = false;
    return true;
  }
  return false;
}

bool fake_host::progress_write() {
  if (writes_stall) return false;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    fake_stream& s = *streams_[i];
    if (s.writing == nullptr) continue;
    vl_op* const op = std::exchange(s.writing, nullptr);
    if (fails()) {
      complete(op, {VL_E_CLOSED, EPIPE, 0});
      return true;
    }
    // The first buffer is read again: it has to be there until now.
    const std::string again(s.borrowed, s.borrowed_size);
    s.received += s.unwritten;
    if (s.received.find(again) == std::string::npos) misuse.push_back("written bytes moved");
    if (on_bytes) on_bytes(s);
    complete(op, {VL_OK, 0, 0});
    return true;
  }
  return false;
}

bool fake_host::advance() {
  vl_ns next = 0;
  const auto earlier = [&](vl_ns when) {
    if (when != 0 && (next == 0 || when < next)) next = when;
  };
  for (const timer& t : timers_)
    earlier(t.when);
  for (const pending_dial& d : dialing_)
    earlier(d.deadline);
  for (const auto& s : streams_) {
    if (s->open) earlier(s->deadline);
  }
  if (next == 0) return false;
  time = std::max(time, next);
  for (std::size_t i = 0; i < timers_.size(); ++i) {
    if (timers_[i].when > time) continue;
    vl_op* const op = timers_[i].op;
    timers_.erase(timers_.begin() + static_cast<std::ptrdiff_t>(i));
    complete(op, {VL_OK, 0, 0});
    return true;
  }
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    fake_stream& s = *streams_[i];
    if (!s.open || s.deadline == 0 || s.deadline > time) continue;
    s.deadline = 0;
    at_top = true;
    if (s.reader.on_data != nullptr) s.reader.on_data(s.reader.arg, {VL_E_TIMEOUT, 0, 0}, {});
    at_top = false;
    return true;
  }
  return true;
}

bool fake_host::step() {
  if (!ready_.empty()) {
    const auto [op, result] = ready_.front();
    ready_.pop_front();
    complete(op, result);
    return true;
  }
  return finish_dial() || deliver() || progress_write() || advance();
}

void fake_host::run() {
  while (step()) {
  }
}

void fake_host::settle() {
  while (!ready_.empty() || finish_dial() || deliver() || progress_write()) {
    if (!ready_.empty()) step();
  }
}

std::size_t fake_host::open_streams() const {
  return static_cast<std::size_t>(
      std::ranges::count(streams_, true, [](const auto& s) { return s->open; }));
}

int count_requests(std::string_view bytes) {
  int count = 0;
  while (true) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return count;
    std::size_t length = 0;
    if (const auto at = bytes.substr(0, end).find("Content-Length: ");
        at != std::string_view::npos) {
      length = std::stoul(std::string(bytes.substr(at + 16, 12)));
    }
    if (bytes.size() < end + 4 + length) return count;
    bytes.remove_prefix(end + 4 + length);
    ++count;
  }
}

}  // namespace veriload::http_plugin::test

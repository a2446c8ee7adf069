// The second half of a dial: what lies between a connected socket and a stream that can be used.
#include "core/base/setup_error.hpp"
#include "core/loop/dialer.hpp"
#include "core/loop/tls_link.hpp"

#include <array>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

namespace veriload::loop {

void dialer::connected() noexcept {
  stream& made = *attempt_;
  made.dns_ = dns_;
  made.connect_time_ = base::monotonic_now() - since_;
  bool named = true;
  if (!route_.unix_path.empty()) {
    named = made.set_peer("unix:" + std::string(route_.unix_path));
  } else {
    char text[socket_address::text_room];
    const std::size_t size = addresses_.items[tried_ - 1].write_text(text);
    named = made.set_peer({text, size});
  }
  if (!named) return end({VL_E_NOMEM, ENOMEM, 0});
  if (!route_.through && !route_.secure) return hand_over();
  // Until now the timer may have stood for a share of the time.
  if (deadline_ != 0) parts_.wheel.arm(*this, deadline_);
  made.keep_dialing();
  if (route_.through) return begin_tunnel();
  begin_handshake();
}

void dialer::begin_tunnel() noexcept {
  stage_ = stage::tunnel;
  try {
    tunnel_.begin(*route_.through,
                  {route_.host, target_, static_cast<std::uint16_t>(route_.dial.port)});
  } catch (const std::bad_alloc&) {
    return end({VL_E_NOMEM, ENOMEM, 0});
  }
  if (attempt_->send_whole(tunnel_.to_send()) != VL_OK) {
    return end({VL_E_CONNECT, attempt_->broken_, 0},
               "proxy " + route_.through->name() + " takes no bytes");
  }
  go_on_with_tunnel();
}

void dialer::go_on() noexcept {
  if (stage_ == stage::tunnel) {
    go_on_with_tunnel();
  } else {
    go_on_with_handshake();
  }
}

void dialer::go_on_with_tunnel() noexcept {
  stream& made = *attempt_;
  while (true) {
    std::array<char, tunnel::answer_room> room;
    std::size_t size = 0;
    const vl_status seen = made.peek(room, size);
    if (seen == VL_PENDING) return;
    if (seen != VL_OK) {
      return end({VL_E_CONNECT, made.broken_, 0},
                 "proxy " + route_.through->name() + " closed the connection");
    }
    std::size_t taken = 0;
    auto step = tunnel::step::failed;
    try {
      step = tunnel_.look({room.data(), size}, taken);
    } catch (const std::bad_alloc&) {
      return end({VL_E_NOMEM, ENOMEM, 0});
    }
    if (step == tunnel::step::failed) return end({VL_E_CONNECT, 0, 0}, tunnel_.problem());
    if (step == tunnel::step::wait) return;
    const bool going = made.skip(taken) &&
                       (step == tunnel::step::open || made.send_whole(tunnel_.to_send()) == VL_OK);
    if (!going) {
      return end({VL_E_CONNECT, made.broken_, 0},
                 "proxy " + route_.through->name() + " broke the connection");
    }
    if (step == tunnel::step::open) break;
  }
  made.connect_time_ = base::monotonic_now() - since_;
  if (!route_.secure) return hand_over();
  begin_handshake();
}

void dialer::begin_handshake() noexcept {
  stage_ = stage::handshake;
  since_ = base::monotonic_now();
  try {
    tls_peer peer;
    peer.name = route_.server_name();
    peer.alpn = {route_.dial.alpn.ptr, route_.dial.alpn.len};
    peer.session_key = std::string(route_.unix_path.empty() ? route_.host : route_.unix_path) +
                       ':' + std::to_string(route_.dial.port) + '|' + std::string(peer.name);
    auto context = route_.tls ? route_.tls : parts_.tls.standard();
    attempt_->secure(
        std::make_unique<tls_link>(parts_.streams.need_tls(), std::move(context), peer));
  } catch (const setup_error& error) {
    return end({VL_E_TLS, 0, 0}, error.what());
  } catch (const std::bad_alloc&) {
    return end({VL_E_NOMEM, ENOMEM, 0});
  }
  go_on_with_handshake();
}

void dialer::go_on_with_handshake() noexcept {
  stream& made = *attempt_;
  const vl_status status = made.shake_hands(problem_);
  if (status == VL_PENDING) return;
  if (status != VL_OK) {
    const std::int32_t native = status == VL_E_TLS ? made.tls_->problem_code() : ENOMEM;
    return end({status, native, 0}, std::move(problem_));
  }
  made.tls_->handshake_time = base::monotonic_now() - since_;
  hand_over();
}

void dialer::hand_over() noexcept {
  stream& made = *std::exchange(attempt_, nullptr);
  made.hand_over();
  *out_ = made.handle();
  end({VL_OK, 0, 0});
}

}  // namespace veriload::loop

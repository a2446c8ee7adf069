// One dial: name, allow-list, addresses in order, connect. Flow: plugin -> [dialer] -> stream.
#pragma once

#include "core/loop/op_ledger.hpp"
#include "core/loop/resolver.hpp"
#include "core/loop/stream_set.hpp"

namespace veriload::base {
class host_rules;
}

namespace veriload::loop {

/// What every dial of a loop works with.
struct dial_parts {
  op_ledger& ledger;
  timing_wheel& wheel;
  stream_set& streams;
  resolver& names;
  const base::host_rules* allowed;  ///< null = everything
};

/// Tries the allowed addresses of a host one after the other; each has an equal share of the time
/// that is left. A socket for an address that is not allowed is never made. Thread: the loop.
class dialer final : private timer, private resolution_waiter, private connect_waiter {
 public:
  explicit dialer(const dial_parts& parts) noexcept;

  /// Starts; the op is pending from here on. `dial` was checked by `dials`.
  void start(const vl_dial& dial, vl_stream** out, vl_op& op) noexcept;

  /// Ends a dial that is under way.
  void abandon(vl_status status) noexcept { end({status, 0, 0}); }

  bool busy() const noexcept { return op_ != nullptr; }

  dialer* next_free = nullptr;  ///< for `dials`

  /// Told when the dial is over and this object can be used again.
  void (*over)(void* context, dialer& which) noexcept = nullptr;
  void* over_context = nullptr;

 private:
  void take_addresses(const resolution& answer) noexcept;
  void try_next() noexcept;
  int begin_connect(const socket_address& to) noexcept;
  void connect_ended(int error) noexcept;
  void on_deadline() noexcept;
  void end(vl_result result) noexcept;
  void drop_attempt() noexcept;

  const dial_parts& parts_;
  vl_op* op_ = nullptr;
  vl_stream** out_ = nullptr;
  ns deadline_ = 0;
  ns dns_ = 0;
  ns connect_since_ = 0;
  stream* attempt_ = nullptr;
  std::size_t tried_ = 0;
  int last_error_ = 0;
  std::uint16_t port_ = 0;
  bool name_allowed_ = false;
  address_list addresses_;
};

}  // namespace veriload::loop

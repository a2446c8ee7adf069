// The functions of veriload.calls/1, and what they keep of a session. Flow: scenario ->
// [call_functions] -> fake_calls.
#pragma once

#include <veriload/testing/fake_calls.hpp>

namespace veriload::testing {

/// The op that a real protocol gets in place of the scenario's.
struct fake_calls::relay : vl_op {
  relay() noexcept : vl_op{} {}
  session* on = nullptr;
  vl_op* outer = nullptr;
  vl_reply* reply = nullptr;
  const char* what = nullptr;
  bool starting = false;
  bool canceling = false;
  bool opening = false;
};

struct fake_calls::session {
  fake_user* user = nullptr;
  void* real = nullptr;  // the protocol's
  bool open = true;
  int in_flight = 0;
  vl_op* closing = nullptr;  // waits for what is in flight
  std::vector<std::unique_ptr<relay>> relays;
  vl_op own{};  // of the close, as the protocol sees it
  bool ending = false;
  bool in_close = false;
};

struct call_functions {
  static vl_status open(vl_user* user, vl_str protocol, const vl_node* config, vl_session** out,
                        vl_op* op) noexcept;
  static vl_status call(vl_session* session, const vl_call* call, vl_reply* reply,
                        vl_op* op) noexcept;
  static vl_status close(vl_session* session, vl_op* op) noexcept;
  static const void* typed(vl_session* session, const char* id, void** self) noexcept;

  static vl_status scripted_open(fake_calls& calls, fake_user& user, vl_op* op);
  static vl_status scripted_call(fake_calls& calls, fake_calls::session& on, vl_reply* reply,
                                 vl_op* op);

  static const vl_calls_v1 table;
};

}  // namespace veriload::testing

#include <veriload/testing/fake_calls.hpp>

#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::testing;

namespace {

vl_str text(std::string_view from) { return {from.data(), from.size()}; }

/// A protocol that a test completes by hand.
struct manual_protocol {
  static inline manual_protocol* self = nullptr;
  vl_op* called = nullptr;
  vl_reply* reply = nullptr;
  int cancels = 0, closes = 0;
  static inline int releases = 0;  // a reply may be released after the protocol's end
  bool completes_inside = false;
  bool opens_later = false;
  vl_op* opened = nullptr;  // while that is pending

  manual_protocol() {
    self = this;
    releases = 0;
  }

  static vl_status open(void*, vl_user*, const vl_node*, void** session, vl_op* op) noexcept {
    *session = self;
    if (!self->opens_later) return VL_OK;
    self->opened = op;
    return VL_PENDING;
  }
  static vl_status call(void*, const vl_call*, vl_reply* reply, vl_op* op) noexcept {
    self->called = op;
    self->reply = reply;
    if (self->completes_inside) op->complete(op, {VL_OK, 0, 0});
    return VL_PENDING;
  }
  static vl_status cancel(void*, vl_op* op) noexcept {
    ++self->cancels;
    if (self->completes_inside) op->complete(op, {VL_E_CANCELED, 0, 0});
    return VL_OK;
  }
  static vl_status close(void*, vl_op* op) noexcept {
    ++self->closes;
    if (!self->completes_inside) return VL_OK;
    op->complete(op, {VL_OK, 0, 0});
    return VL_PENDING;
  }
  static const void* typed(void*, const char*) noexcept { return &table; }
  void answer(vl_status status) {
    reply->code = 7;
    reply->release = [](vl_reply* r) noexcept {
      ++releases;
      r->release = nullptr;
    };
    called->complete(called, {status, 0, 0});
  }
  static constexpr vl_protocol_v1 table{sizeof(vl_protocol_v1),
                                        0,
                                        "manual",
                                        nullptr,
                                        nullptr,
                                        nullptr,
                                        &open,
                                        &call,
                                        &cancel,
                                        &close,
                                        &typed,
                                        nullptr};
};

struct fixture {
  fake_host host;
  const vl_calls_v1& table = fake_calls::table();
  vl_session* session = nullptr;
  watched_op opening, calling, closing;
  vl_call request{};
  vl_reply reply{};

  vl_status open(const char* protocol = "http") {
    return opening.start([&](vl_op* o) {
      return table.open(host.user.handle(), text(protocol), nullptr, &session, o);
    });
  }
  vl_status call() {
    request.struct_size = sizeof request;
    request.verb = text("GET");
    request.target = text("/x");
    if (reply.release != nullptr) reply.release(&reply);
    reply = {};
    reply.struct_size = sizeof reply;
    return calling.start([&](vl_op* o) { return table.call(session, &request, &reply, o); });
  }
  vl_status close() {
    return closing.start([&](vl_op* o) { return table.close(session, o); });
  }
  ~fixture() {
    if (reply.release != nullptr) reply.release(&reply);
    BOOST_TEST(host.calls.live_replies == 0);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fake_calls_of_a_host, fixture)

BOOST_AUTO_TEST_CASE(scripted_answers_come_in_order_and_are_counted_until_released) {
  scripted_reply busy;
  busy.code = 503;
  busy.headers = {{"Retry-After", "1"}};
  busy.body = "later";
  busy.after = 2'000'000'000;
  host.calls.replies = {busy};
  BOOST_TEST(open() == VL_OK);
  const vl_ns start = host.loop.time;
  BOOST_TEST(call() == VL_PENDING);
  BOOST_TEST(reply.code == 0);  // not filled before its end
  host.run_until_idle();
  BOOST_TEST(host.loop.time - start == 2'000'000'000);
  BOOST_TEST(reply.code == 503);
  BOOST_TEST(reply.n_headers == 1u);
  BOOST_TEST(host.complaints().at(0) == "1 replies are not released");
  reply.release(&reply);
  call();
  host.run_until_idle();
  BOOST_TEST(reply.code == 200);
  BOOST_TEST(host.calls.seen.size() == 2u);
}

BOOST_AUTO_TEST_CASE(closing_ends_the_calls_first) {
  scripted_reply silent;
  silent.never = true;
  host.calls.replies = {silent};
  open();
  call();
  std::string order;
  calling.then = [&] { order += "call "; };
  closing.then = [&] { order += "close"; };
  BOOST_TEST(calling.during([&] { return close(); }) == VL_PENDING);
  host.run_until_idle();
  BOOST_TEST(order == "call close");
  BOOST_TEST(calling.status() == VL_E_CANCELED);
  BOOST_TEST(calling.broken() == "");
  BOOST_TEST(std::string(reply.error.ptr, reply.error.len) == "canceled");
  BOOST_TEST(call() == VL_E_MISUSE);
  BOOST_TEST(host.loop.misuse.at(0) == "calls.call: the session is closed");
}

BOOST_AUTO_TEST_CASE(a_second_call_without_overlap_is_a_complaint) {
  host.calls.overlap = false;
  open();
  call();
  watched_op other;
  vl_reply second{};
  second.struct_size = sizeof second;
  BOOST_TEST(other.start([&](vl_op* o) { return table.call(session, &request, &second, o); }) ==
             VL_E_MISUSE);
  BOOST_TEST(host.loop.misuse.size() == 1u);
  host.run_until_idle();
}

BOOST_AUTO_TEST_CASE(calls_go_to_the_protocol_that_is_named) {
  manual_protocol protocol;
  host.calls.forward(manual_protocol::table, nullptr);
  BOOST_TEST(open("http") == VL_E_UNSUPPORTED);
  BOOST_TEST(open("manual") == VL_OK);
  BOOST_TEST(call() == VL_PENDING);
  protocol.answer(VL_OK);
  BOOST_TEST(calling.status() == VL_OK);
  BOOST_TEST(reply.code == 7);
  BOOST_TEST(host.calls.live_replies == 1);
  reply.release(&reply);
  BOOST_TEST(protocol.releases == 1);
  BOOST_TEST(host.calls.live_replies == 0);
  void* self = nullptr;
  BOOST_TEST(table.typed(session, "manual/1", &self) == &manual_protocol::table);
  BOOST_TEST(self == &protocol);
  host.calls.close_all();
  BOOST_TEST(protocol.closes == 1);
  BOOST_TEST(host.complaints().empty());
}

BOOST_AUTO_TEST_CASE(a_session_that_opens_later_takes_calls_then_and_can_be_cancelled) {
  manual_protocol protocol;
  protocol.opens_later = true;
  host.calls.forward(manual_protocol::table, nullptr);
  BOOST_TEST(open("manual") == VL_PENDING);
  BOOST_TEST(call() == VL_E_MISUSE);
  BOOST_TEST(host.loop.misuse.at(0) == "calls.call: the session is still being opened");
  opening.during([&] { fake_user::table().cancel(host.user.handle(), &opening); });
  BOOST_TEST(protocol.cancels == 1);
  BOOST_TEST(opening.pending());
  protocol.opened->complete(protocol.opened, {VL_E_CANCELED, 0, 0});
  BOOST_TEST(opening.status() == VL_E_CANCELED);
  BOOST_TEST(host.calls.open_sessions() == 0U);
  BOOST_TEST(open("manual") == VL_PENDING);
  protocol.opened->complete(protocol.opened, {VL_OK, 0, 0});
  BOOST_TEST(call() == VL_PENDING);
  protocol.answer(VL_OK);
  reply.release(&reply);
  host.calls.close_all();
  BOOST_TEST(protocol.closes == 1);
  BOOST_TEST(host.complaints().size() == 1U);  // the one above
}

BOOST_AUTO_TEST_CASE(a_close_waits_for_the_protocols_calls) {
  manual_protocol protocol;
  host.calls.forward(manual_protocol::table, nullptr);
  open("manual");
  call();
  close();
  BOOST_TEST(protocol.cancels == 1);
  BOOST_TEST(protocol.closes == 0);
  protocol.answer(VL_E_CANCELED);
  BOOST_TEST(protocol.closes == 0);  // not inside the completion
  host.run_until_idle();
  BOOST_TEST(protocol.closes == 1);
  BOOST_TEST(closing.status() == VL_OK);
}

BOOST_AUTO_TEST_CASE(a_protocol_that_completes_inside_the_start_is_a_complaint) {
  manual_protocol protocol;
  protocol.completes_inside = true;
  host.calls.forward(manual_protocol::table, nullptr);
  open("manual");
  BOOST_TEST(call() == VL_E_MISUSE);
  BOOST_TEST(host.loop.misuse.at(0) == "calls.call: the protocol completed inside the start");
  BOOST_TEST(calling.completions == 0);
}

BOOST_AUTO_TEST_CASE(a_protocol_that_completes_inside_a_cancel_or_a_close_is_a_complaint) {
  manual_protocol protocol;
  host.calls.forward(manual_protocol::table, nullptr);
  open("manual");
  call();
  protocol.completes_inside = true;
  calling.during([&] { fake_user::table().cancel(host.user.handle(), &calling); });
  BOOST_TEST(host.loop.misuse.at(0) == "calls.call: the protocol completed inside a cancel");
  BOOST_TEST(calling.broken() == "completed inside a call that starts, cancels or closes");
  host.calls.close_all();
  BOOST_TEST(host.loop.misuse.at(1) == "calls.close: the protocol completed inside the close");
  BOOST_TEST(host.loop.pending() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

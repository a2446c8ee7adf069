// A protocol through its life: configure, a worker, a user's session, two calls, the end.
#include "core/base/random.hpp"
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/watch.hpp"

#include <veriload/testing/fake_node.hpp>

#include <cstring>
#include <string>

namespace veriload::plugin_check {
namespace {

constexpr vl_ns call_timeout = 5 * second;
// Opening and closing have no time limit of their own, but they end.
constexpr vl_ns open_limit = 3600 * second;
// When a run stops, sessions have as long as users have.
constexpr vl_ns grace_time = 30 * second;
constexpr vl_ns cancel_limit = 5 * second;

// What a call borrows lies in memory that is overwritten when the call has ended.
class borrowed_call {
 public:
  borrowed_call() {
    call_.struct_size = sizeof call_;
    call_.verb = piece("GET");
    call_.target = piece("/");
    call_.name = piece("front page");
    header_ = {piece("accept"), piece("*/*")};
    call_.headers = &header_;
    call_.n_headers = 1;
  }
  const vl_call* get(vl_ns now) {
    call_.planned = now;
    call_.timeout = call_timeout;
    return &call_;
  }
  void spoil() {
    std::memset(text_, 0xdb, sizeof text_);
    std::memset(static_cast<void*>(&call_), 0xdb, sizeof call_);
    std::memset(static_cast<void*>(&header_), 0xdb, sizeof header_);
  }

 private:
  vl_str piece(std::string_view text) {
    char* const at = text_ + used_;
    std::memcpy(at, text.data(), text.size());
    used_ += text.size();
    return {at, text.size()};
  }

  char text_[64];
  std::size_t used_ = 0;
  vl_kv header_{};
  vl_call call_{};
};

class protocol_life {
 public:
  protocol_life(drive& on, const vl_protocol_v1& table)
      : on_(on), table_(table), name_(std::string("protocol ") + table.name) {}

  void go() {
    if (!worker_opened()) return;
    for (int user = 0; user < 2 && !on_.stuck(); ++user)
      live_one_user();
    if (on_.stuck()) return;
    {
      const in_stage looping(stage::loop);
      on_.under().doing(name_ + ".worker_close");
      table_.worker_close(worker_);
      on_.host().run_until([] { return false; }, second);
    }
    on_.tell_complaints(name_);
    on_.told.driven.emplace_back(name_);
  }

 private:
  bool worker_opened() {
    const in_stage looping(stage::loop);
    on_.under().doing(name_ + ".worker_open");
    bounded_error error(name_ + ".worker_open");
    const vl_status status =
        table_.worker_open(on_.self, on_.host().fake.loop.handle(), &worker_, error.get());
    if (status != VL_OK) on_.skip(name_, error.text());
    return status == VL_OK;
  }

  void live_one_user() {
    testing::fake_user& user = on_.host().new_user();
    void* session = nullptr;
    tracked_op& opening = on_.new_op(name_ + ".open");
    const vl_status opened = on_.run(
        opening, open_limit,
        [&](vl_op* op) { return table_.open(worker_, user.handle(), nullptr, &session, op); },
        // What has left nothing there cannot be cancelled.
        [&] { return session != nullptr && asked_to_end(session, opening); });
    if (opened == VL_OK) {
      for (int i = 0; i < 2 && !on_.stuck(); ++i)
        make_call(session);
      if (!on_.stuck())
        on_.run(on_.new_op(name_ + ".close"), on_.under().stops ? grace_time : open_limit,
                [&](vl_op* op) { return table_.close(session, op); });
    }
    // Afterwards the user is gone.
    on_.host().retire(user.handle());
  }

  bool asked_to_end(void* session, tracked_op& op) {
    op.during([&] { table_.cancel(session, &op); });
    return true;
  }

  void make_call(void* session) {
    auto call = std::make_unique<borrowed_call>();
    auto reply = std::make_unique<bounded_out<vl_reply>>(reply_size_1_0);
    tracked_op& op = on_.new_op(name_ + ".call");
    on_.run(
        op, call_timeout + cancel_limit,
        [&](vl_op* started) {
          return table_.call(session, call->get(on_.host().fake.loop.time), reply->get(), started);
        },
        [&] { return asked_to_end(session, op); });
    if (on_.stuck()) {
      // Still borrowed by the plugin.
      static_cast<void>(call.release());
      static_cast<void>(reply.release());
      return;
    }
    call->spoil();
    if (!reply->intact())
      found_broken("M01", name_ + ".call wrote beyond the vl_reply of ABI 1.0, expected at most " +
                              std::to_string(reply_size_1_0) + " bytes (struct_size)");
    vl_reply* const got = reply->get();
    if (op.status() == VL_OK && got->done == 0)
      found_broken("A01", name_ +
                              ".call ended well and left `done` of the reply at 0, expected the "
                              "instant of the last byte");
    const in_stage looping(stage::loop);
    on_.under().doing(name_ + ": release of a reply");
    if (got->release != nullptr) got->release(got);
  }

  drive& on_;
  const vl_protocol_v1& table_;
  std::string name_;
  void* worker_ = nullptr;
};

}  // namespace

bool prepare_protocol(drive& on, const vl_protocol_v1& table) {
  using testing::fake_node;
  const std::string name = std::string("protocol ") + table.name;
  const in_stage starting(stage::main);
  on.under().doing(name + ".configure");
  on.host().fake.config = fake_node::map(
      {{"run", fake_node::map({{"base_url", fake_node::of("http://sut.test:8080")}})},
       {table.name, fake_node::map({})}});
  const fake_node& root = on.host().fake.config;
  bounded_error error(name + ".configure");
  const vl_status status =
      table.configure(on.self, root.find(table.name)->handle(), root.handle(), error.get());
  if (status != VL_OK) on.skip(name, error.text());
  return status == VL_OK;
}

void drive_protocol(drive& on, const vl_protocol_v1& table) { protocol_life(on, table).go(); }

}  // namespace veriload::plugin_check

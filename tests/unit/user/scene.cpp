#include "tests/unit/user/scene.hpp"

#include "core/host/services.hpp"

#include <cstring>
#include <utility>

namespace veriload::users::test {
namespace {

scripted_protocol& of(void* self) { return *static_cast<scripted_protocol*>(self); }

vl_status start(std::vector<vl_op*>& pending, vl_status status, vl_op* op) {
  if (status == VL_PENDING) pending.push_back(op);
  return status;
}

}  // namespace

scripted_protocol::scripted_protocol(std::vector<std::string>& log) : done(log) {
  table.struct_size = sizeof table;
  table.name = "fake";
  table.open = [](void* worker, vl_user*, const vl_node*, void** session, vl_op* op) noexcept {
    auto& p = of(worker);
    p.done.emplace_back("open");
    if (p.opens_can_be_cancelled || p.open_status != VL_PENDING) {
      *session = worker;
    } else {
      p.late_session = session;
    }
    return start(p.opens, p.open_status, op);
  };
  table.call = [](void* session, const vl_call*, vl_reply* reply, vl_op* op) noexcept {
    auto& p = of(session);
    p.done.emplace_back("call");
    const auto size = reply->struct_size;
    *reply = p.answer;
    reply->struct_size = size;
    return start(p.calls, p.call_status, op);
  };
  table.cancel = [](void* session, vl_op* op) noexcept {
    auto& p = of(session);
    p.done.emplace_back("cancel call");
    if (p.cancels_calls && std::erase(p.calls, op) + std::erase(p.opens, op) == 1)
      p.loop->complete_later(*op, {VL_E_CANCELED, 0, 0});
    return vl_status{VL_OK};
  };
  table.close = [](void* session, vl_op* op) noexcept {
    auto& p = of(session);
    p.done.emplace_back("close");
    return start(p.closes, p.close_status, op);
  };
  table.typed = [](void*, const char* id) noexcept -> const void* {
    return std::strcmp(id, "fake/1") == 0 ? "table" : nullptr;
  };
}

void scripted_protocol::complete(std::vector<vl_op*>& pending, vl_result result) {
  BOOST_REQUIRE(!pending.empty());
  vl_op* op = pending.front();
  pending.erase(pending.begin());
  if (late_session != nullptr) *std::exchange(late_session, nullptr) = this;
  loop->complete_later(*op, result);
}

scene::scene()
    : kind{
          nullptr, {}, "buyer", {"browse"}, scheduler::task_choice(std::vector<std::uint32_t>{1})} {
  protocol.loop = &loop;
  context.loop = &loop;
  context.recorder = &recorder;
  context.names = {&endpoints, &segments, &tasks, &checks, &counters};
  context.personas = &personas;
  context.seed = 1;
  context.scenario_loop = {&loop, nullptr};
  context.protocols.push_back({nullptr, &protocol.table, "fake", {&loop, nullptr}, &protocol});
  context.worker = this;
  context.user_ended = [](void* self, virtual_user& ended) noexcept {
    auto& s = *static_cast<scene*>(self);
    s.done.emplace_back("ended");
    s.user = nullptr;
    delete &ended;
  };

  vl_user_class& t = kind.table;
  t.struct_size = sizeof t;
  t.self = this;
  t.create = [](void* self, vl_user*, void** state, vl_error* error) noexcept {
    auto& s = *static_cast<scene*>(self);
    s.done.emplace_back("create");
    *state = self;
    return s.create ? s.create(error) : vl_status{VL_OK};
  };
  t.on_start = [](void* state, vl_op* op) noexcept {
    auto& s = *static_cast<scene*>(state);
    s.done.emplace_back("on_start");
    return s.on_start ? s.on_start(op) : vl_status{VL_OK};
  };
  t.run = [](void* state, uint32_t, vl_op* op) noexcept {
    auto& s = *static_cast<scene*>(state);
    ++s.runs;
    s.done.emplace_back("run");
    if (s.run) return s.run(op);
    user_service.stop(s.handle());
    return vl_status{VL_OK};
  };
  t.on_stop = [](void* state, vl_op* op) noexcept {
    auto& s = *static_cast<scene*>(state);
    s.done.emplace_back("on_stop");
    return s.on_stop ? s.on_stop(op) : vl_status{VL_OK};
  };
  t.destroy = [](void* state) noexcept {
    static_cast<scene*>(state)->done.emplace_back("destroy");
  };
}

scene::~scene() { BOOST_TEST(ended(), "every user of a test ends"); }

void scene::start() {
  user = std::make_unique<virtual_user>(context, kind, 0, 0).release();  // user_ended deletes it
  starter_.then = [this] { user->start(planned); };
  loop.post(starter_);
  turn();
}

void scene::run_to_end() {
  loop::test::run_until(loop, [this] { return ended(); });
  BOOST_TEST(loop.counters().pending_ops == 0U);
}

vl_session* scene::session() {
  vl_session* opened = nullptr;
  vl_op op{};
  BOOST_REQUIRE(calls_service.open(handle(), host::view_of("fake"), nullptr, &opened, &op) ==
                VL_OK);
  return opened;
}

vl_status scene::get(vl_session* on, vl_op& op) {
  request = {};
  request.struct_size = sizeof request;
  request.verb = host::view_of("GET");
  request.target = host::view_of("/cart");
  reply.struct_size = sizeof reply;
  return calls_service.call(on, &request, &reply, &op);
}

}  // namespace veriload::users::test

#include "tests/unit/run/crew.hpp"

#include "core/host/services.hpp"

#include <algorithm>
#include <thread>

namespace veriload::run::test {

using users::user_service;

crew::crew()
    : shape{scheduler::load_profile::soak(1, base::second),
            1e6,
            0,
            base::millisecond,
            false,
            base::never / 2,
            base::second,
            1,
            1'000,
            config::exhaust_mode::wrap,
            1,
            nullptr,
            nullptr,
            nullptr,
            {},
            nullptr,
            nullptr,
            nullptr,
            nullptr,
            {}},
      kind{
          nullptr, {}, "buyer", {"browse"}, scheduler::task_choice(std::vector<std::uint32_t>{1})} {
  scenario.struct_size = sizeof scenario;
  shape.user_class = &kind;
  shape.scenario = &scenario;
  shape.personas = &personas_;
  shape.names = {&endpoints_, &segments_, &tasks_, &checks_, &counters_};

  vl_user_class& t = kind.table;
  t.struct_size = sizeof t;
  t.self = this;
  t.create = [](void* self, vl_user* user, void** out, vl_error*) noexcept {
    auto& c = *static_cast<crew*>(self);
    const std::uint64_t number = user_service.number(user);
    vl_str id{};
    user_service.persona(user, *c.personas_.field("persona_id") + 1, &id);
    const std::lock_guard lock(c.mutex);
    c.lives[number] = {base::monotonic_now(), 0, 0, std::string(host::text_of(id))};
    *out = std::make_unique<state>(state{&c, user, number}).release();  // destroy deletes it
    return vl_status{VL_OK};
  };
  t.run = [](void* self, uint32_t, vl_op* op) noexcept {
    auto& s = *static_cast<state*>(self);
    return s.owner->task(s, op);
  };
  t.on_stop = [](void* self, vl_op* op) noexcept {
    auto& s = *static_cast<state*>(self);
    {
      const std::lock_guard lock(s.owner->mutex);
      s.owner->lives[s.number].stop_hook = base::monotonic_now();
    }
    if (s.owner->style != task_style::blind) return vl_status{VL_OK};
    return user_service.sleep_until(s.user, base::monotonic_now() + 3'600 * base::second, op);
  };
  t.destroy = [](void* self) noexcept {
    const std::unique_ptr<state> s(static_cast<state*>(self));
    const std::lock_guard lock(s->owner->mutex);
    s->owner->lives[s->number].gone = base::monotonic_now();
  };
}

vl_status crew::task(state& of, vl_op* op) {
  const base::ns now = base::monotonic_now();
  task_style now_style = style;
  if (of.number == asks_at_number) {
    ask_worker();
    if (asked == ask::leave || asked == ask::leave_late) user_service.stop(of.user);
    if (asked == ask::leave_late) now_style = task_style::until_cancelled;
  }
  switch (now_style) {
    case task_style::at_once:
      return VL_OK;
    case task_style::short_sleeps:
      return user_service.sleep_until(of.user, now + 2 * base::millisecond, op);
    case task_style::until_stopped:
      return user_service.on_stop(of.user, op);
    case task_style::until_cancelled:
    case task_style::blind:
      break;
  }
  return user_service.sleep_until(of.user, now + 3'600 * base::second, op);
}

void crew::ask_worker() {
  switch (asked) {
    case ask::stop:
      workers_[0]->ask_to_stop();
      return;
    case ask::cancel_twice:
      workers_[0]->ask_to_cancel();
      [[fallthrough]];
    case ask::cancel_once:
      workers_[0]->ask_to_cancel();
      return;
    case ask::leave:
    case ask::leave_late:
      return;
  }
}

void crew::run() {
  workers_.clear();
  for (std::uint32_t i = 0; i < shape.workers; ++i)
    workers_.push_back(std::make_unique<worker>(shape, i, *this));
  start = base::monotonic_now();
  std::vector<std::thread> threads;
  for (auto& w : workers_)
    threads.emplace_back([this, &w] { w->run(start); });
  for (auto& t : threads)
    t.join();
}

void crew::second_done(std::uint32_t, std::uint64_t second, const aggregation::interval_block&) {
  const std::lock_guard lock(mutex);
  seconds.push_back(second);
}

void crew::winding_down(std::uint32_t, end_reason reason, const std::string& text) {
  const std::lock_guard lock(mutex);
  reasons.push_back(reason);
  texts.push_back(text);
}

void crew::ended(std::uint32_t worker) {
  const std::lock_guard lock(mutex);
  ended_workers.push_back(worker);
}

std::size_t crew::peak() const {
  std::vector<std::pair<base::ns, int>> changes;
  for (const auto& [number, one] : lives) {
    changes.emplace_back(one.began, 1);
    changes.emplace_back(one.gone, -1);
  }
  std::ranges::sort(changes);  // an end before a start at the same instant
  int living = 0, most = 0;
  for (const auto& [at, change] : changes)
    most = std::max(most, living += change);
  return static_cast<std::size_t>(most);
}

}  // namespace veriload::run::test

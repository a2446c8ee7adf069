#include "core/plugin_check/checked_host.hpp"

#include "core/plugin_check/checked_functions.hpp"
#include "core/plugin_check/process_state.hpp"
#include "core/plugin_check/watch.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace veriload::plugin_check {
namespace {

constexpr long most_turns = 50'000;
// For threads of the plugin, which know no virtual time.
constexpr std::chrono::milliseconds patience{300};

struct registry {
  std::mutex lock;
  std::vector<checked_host*> hosts;
};

registry& all_hosts() {
  static registry all;
  return all;
}

}  // namespace

// The work of the plugin, run on the stage that the header promises.
struct checked_host::proxied_work : vl_work {
  explicit proxied_work(vl_work* work) noexcept : vl_work{&run_it, work} {}
  static vl_result run_it(vl_work* proxy) noexcept {
    const in_stage offloaded(stage::offload);
    auto* const work = static_cast<vl_work*>(proxy->user);
    return work->run(work);
  }
};

checked_host::checked_host()
    : host_{vl_host{sizeof(vl_host), VL_ABI_MAJOR, VL_ABI_MINOR, fake.handle()->version, &service},
            this} {
  fake.loop.add(tick_);
  fake.loop.add(limit_);
  registry& all = all_hosts();
  const std::lock_guard hold(all.lock);
  all.hosts.push_back(this);
}

checked_host::~checked_host() {
  registry& all = all_hosts();
  const std::lock_guard hold(all.lock);
  std::erase(all.hosts, this);
}

const void* checked_host::service(const vl_host* host, const char* id) noexcept {
  const checked_host& self = of(host);
  if (self.serves_nothing_ || id == nullptr) return nullptr;
  // The host of the tests knows what a test leaves out or cuts.
  const vl_host* const behind = self.fake.handle();
  return behind->service(behind, id) == nullptr ? nullptr : checked_functions::find(id);
}

testing::fake_user& checked_host::new_user() {
  users_.push_back(std::make_unique<testing::fake_user>(fake, users_.size()));
  return *users_.back();
}

void checked_host::retire(const void* handle) {
  const std::lock_guard hold(all_hosts().lock);
  dead_.insert(handle);
}

void checked_host::retire_everywhere(const void* handle) {
  registry& all = all_hosts();
  const std::lock_guard hold(all.lock);
  for (checked_host* host : all.hosts)
    host->dead_.insert(handle);
}

bool checked_host::alive(const char* function, const void* handle) {
  if (handle == nullptr) {
    found_broken("M02",
                 std::string(function) + " was called with a null handle, expected a live one");
    return false;
  }
  registry& all = all_hosts();
  const std::lock_guard hold(all.lock);
  const bool dead = std::ranges::any_of(
      all.hosts, [&](const checked_host* host) { return host->dead_.contains(handle); });
  return !dead || refuse_dead(function);
}

// The network keeps a stream that was closed as long as it lives itself. Other loops are not asked:
// they may be at work on their own.
bool checked_host::alive(const char* function, vl_stream* handle) {
  if (handle == nullptr) return alive(function, static_cast<const void*>(handle));
  return reinterpret_cast<const testing::fake_stream*>(handle)->open || refuse_dead(function);
}

bool checked_host::refuse_dead(const char* function) {
  found_broken("M02", std::string(function) +
                          " was called with a handle that was given back, expected a live one");
  return false;
}

checked_host& checked_host::behind(vl_loop* loop) noexcept {
  registry& all = all_hosts();
  const std::lock_guard hold(all.lock);
  const auto at = std::ranges::find_if(
      all.hosts, [&](checked_host* host) { return host->fake.loop.handle() == loop; });
  return at == all.hosts.end() ? *all.hosts.front() : **at;
}

// A thread of the plugin leaves its op for the loop to take, as it does with a real one.
vl_status checked_host::post(vl_loop* loop, vl_op* op) noexcept {
  if (!alive("loop.post", loop)) return VL_E_SHUTDOWN;
  if (current_stage() == stage::loop) return testing::fake_loop::table().post(loop, op);
  checked_host& self = behind(loop);
  const std::lock_guard hold(self.lock_);
  self.foreign_.push_back({loop, op});
  self.arrived_.notify_all();
  return VL_PENDING;
}

vl_status checked_host::offload(vl_loop* loop, vl_work* work, vl_op* op) noexcept {
  if (!call_allowed("loop.offload", mark::loop) || !alive("loop.offload", loop)) return VL_E_MISUSE;
  if (work == nullptr || work->run == nullptr) return VL_E_INVALID;
  checked_host& self = behind(loop);
  self.works_.push_back(std::make_unique<proxied_work>(work));
  return testing::fake_loop::table().offload(loop, self.works_.back().get(), op);
}

bool checked_host::take_foreign_posts() {
  std::deque<foreign_post> posts;
  {
    const std::lock_guard hold(lock_);
    posts.swap(foreign_);
  }
  for (const foreign_post& one : posts)
    testing::fake_loop::table().post(one.loop, one.op);
  return !posts.empty();
}

bool checked_host::wait_for_foreign_posts() {
  if (open_things::now().threads < 2) return false;
  std::unique_lock hold(lock_);
  return arrived_.wait_for(hold, patience, [this] { return !foreign_.empty(); });
}

bool checked_host::run_until(const std::function<bool()>& done, vl_ns limit, bool ticks) {
  const in_stage looping(stage::loop);
  const vl_ns until = fake.loop.time + limit;
  tick_.when = ticks ? fake.loop.time + 1'000'000 : 0;
  limit_.when = until;
  for (long turn = 0; turn < most_turns && !done() && limit_.when != 0; ++turn) {
    take_foreign_posts();
    if (!fake.loop.step() && !wait_for_foreign_posts()) break;
  }
  tick_.when = limit_.when = 0;
  return done();
}

}  // namespace veriload::plugin_check

#include <veriload/testing/fake_loop.hpp>

#include <algorithm>
#include <utility>

namespace veriload::testing {
namespace {

// While an op is pending, and after: whoever reads host[] then reads nonsense, and a write shows.
void* const theirs = reinterpret_cast<void*>(std::uintptr_t{0xb0b0b0b0b0b0b0b0});
void* const gone = reinterpret_cast<void*>(std::uintptr_t{0xdeaddeaddeaddead});

}  // namespace

struct loop_functions {
  static vl_ns now(vl_loop* loop) noexcept { return fake_loop::of(loop).time; }
  static int32_t is_current(vl_loop*) noexcept { return 1; }

  static vl_status post(vl_loop* loop, vl_op* op) noexcept {
    fake_loop& self = fake_loop::of(loop);
    if (self.ended_) return VL_E_SHUTDOWN;
    return self.pend(op, &self, "loop.post", self.time + self.delay_, {VL_OK, 0, 0});
  }

  static vl_status sleep_until(vl_loop* loop, vl_ns when, vl_op* op) noexcept {
    fake_loop& self = fake_loop::of(loop);
    if (self.fails()) return VL_E_NOMEM;
    return self.pend(op, &self, "loop.sleep_until", when, {VL_OK, 0, 0});
  }

  static vl_status fd_ready(vl_loop* loop, int32_t fd, uint32_t events, vl_op* op) noexcept {
    fake_loop& self = fake_loop::of(loop);
    if (fd < 0 || events == 0 || events > (VL_FD_READ | VL_FD_WRITE)) return VL_E_INVALID;
    for (const auto& other : self.entries_) {
      if (other.fd == fd && (other.events & events) != 0) {
        self.misuse.emplace_back("loop.fd_ready: a second op for one descriptor and direction");
        return VL_E_MISUSE;
      }
    }
    if (self.fails()) return VL_E_NOMEM;
    const vl_status answer = self.pend(op, &self, "loop.fd_ready", 0, {VL_OK, 0, 0});
    if (answer == VL_PENDING) {
      self.entries_.back().fd = fd;
      self.entries_.back().events = events;
    }
    return answer;
  }

  static vl_status offload(vl_loop* loop, vl_work* work, vl_op* op) noexcept {
    fake_loop& self = fake_loop::of(loop);
    if (work == nullptr || work->run == nullptr) return VL_E_INVALID;
    if (self.fails()) return VL_E_NOMEM;
    const vl_status answer = self.pend(op, &self, "loop.offload", 0, {VL_OK, 0, 0});
    if (answer == VL_PENDING) {
      self.entries_.back().work = work;
      self.entries_.back().held = self.hold_offloaded_;
    }
    return answer;
  }

  static vl_status cancel(vl_loop* loop, vl_op* op) noexcept {
    fake_loop& self = fake_loop::of(loop);
    return self.cancel(op, &self) ? VL_OK : VL_E_INVALID;
  }

  static constexpr vl_loop_v1 table{sizeof(vl_loop_v1), 0,         &now,     &is_current, &post,
                                    &sleep_until,       &fd_ready, &offload, &cancel,     &now};
};

fake_loop::fake_loop() = default;
fake_loop::~fake_loop() = default;

const vl_loop_v1& fake_loop::table() noexcept { return loop_functions::table; }

bool fake_loop::take(vl_op* op, const char* what) {
  const auto refuse = [&](const char* why) {
    misuse.push_back(std::string(what) + ": " + why);
    return false;
  };
  if (op == nullptr) return refuse("needs an op, found NULL");
  if (op->complete == nullptr) return refuse("the op has no function to complete");
  const auto [at, added] = pending_.emplace(op, what);
  if (!added) {
    return refuse((std::string("the op is still pending in ") + at->second).c_str());
  }
  std::ranges::fill(op->host, theirs);
  return true;
}

void fake_loop::complete(vl_op* op, vl_result result) {
  const auto at = pending_.find(op);
  if (std::ranges::any_of(op->host, [](const void* word) { return word != theirs; })) {
    misuse.push_back(std::string(at->second) + ": host[] was written while the op was pending");
  }
  pending_.erase(at);
  std::ranges::fill(op->host, gone);
  at_top_level([&] { op->complete(op, result); });
}

vl_status fake_loop::pend(vl_op* op, const void* owner, const char* what, vl_ns when,
                          vl_result result, ending at_end) {
  if (!take(op, what)) return VL_E_MISUSE;
  entries_.push_back({op, owner, when, result, std::move(at_end)});
  return VL_PENDING;
}

fake_loop::entry* fake_loop::find(const vl_op* op, const void* owner) {
  const auto at = std::ranges::find_if(
      entries_, [&](const entry& e) { return e.op == op && e.owner == owner; });
  return at == entries_.end() ? nullptr : &*at;
}

bool fake_loop::finish(vl_op* op, const void* owner, vl_result result) {
  entry* const found = find(op, owner);
  if (found == nullptr) return false;
  if (found->decided || (cancel_loses_ && due(*found))) return true;
  found->result = result;
  found->when = time + delay_;
  found->work = nullptr;
  found->fd = -1;
  found->held = false;
  found->decided = true;
  return true;
}

bool fake_loop::cancel(vl_op* op, const void* owner) {
  return finish(op, owner, {VL_E_CANCELED, 0, 0});
}

void fake_loop::cancel_all(const void* owner) {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].owner == owner) cancel(entries_[i].op, owner);
  }
}

std::size_t fake_loop::pending_of(const void* owner) const {
  return static_cast<std::size_t>(std::ranges::count(entries_, owner, &entry::owner));
}

bool fake_loop::due(const entry& of) const {
  if (of.held || of.when > time) return false;
  if (of.fd < 0) return true;
  const auto ready = ready_.find(of.fd);
  return ready != ready_.end() && (ready->second & of.events) != 0;
}

void fake_loop::fire(std::size_t index) {
  const entry now = std::move(entries_[index]);
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
  vl_result result = now.result;
  if (now.fd >= 0) result.value = ready_[now.fd] & now.events;
  if (now.work != nullptr) result = now.work->run(now.work);
  if (now.at_end) result = now.at_end(result);
  complete(now.op, result);
}

bool fake_loop::happen_now() {
  std::vector<std::size_t> own;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (due(entries_[i])) own.push_back(i);
  }
  std::ranges::stable_sort(own, {}, [&](std::size_t i) { return entries_[i].when; });
  std::size_t all = own.size();
  for (event_source* source : sources_)
    all += source->due(time);
  if (all == 0) return false;
  if (interrupt_ && interrupt_at_ >= 0 && steps_ >= interrupt_at_) {
    interrupted_ = true;
    std::exchange(interrupt_, {})();
    return true;  // it may have changed what is due
  }
  ++steps_;
  std::size_t chosen = reorder_ ? random_() % all : 0;
  if (chosen < own.size()) {
    fire(own[chosen]);
    return true;
  }
  chosen -= own.size();
  for (event_source* source : sources_) {
    const std::size_t here = source->due(time);
    if (chosen < here) {
      source->happen(chosen);
      return true;
    }
    chosen -= here;
  }
  return true;
}

vl_ns fake_loop::next() const {
  vl_ns first = never;
  for (const entry& e : entries_) {
    if (!e.held && e.fd < 0 && e.when > time) first = std::min(first, e.when);
  }
  for (const event_source* source : sources_) {
    const vl_ns when = source->next(time);
    if (when > time) first = std::min(first, when);
  }
  return first;
}

bool fake_loop::step() {
  while (!happen_now()) {
    const vl_ns then = next();
    if (then == never) return false;
    time = then;
  }
  return true;
}

void fake_loop::settle() {
  while (happen_now()) {
  }
}

void fake_loop::run_until_idle() {
  while (step()) {
  }
}

void fake_loop::advance(vl_ns duration) {
  const vl_ns until = time + duration;
  settle();
  for (vl_ns then = next(); then <= until; then = next()) {
    time = then;
    settle();
  }
  time = std::max(time, until);
}

void fake_loop::reorder(std::uint64_t seed) {
  reorder_ = true;
  random_.seed(seed);
}

void fake_loop::set_ready(std::int32_t fd, std::uint32_t events) { ready_[fd] = events; }

void fake_loop::run_offloaded() {
  for (entry& e : entries_)
    e.held = false;
}

}  // namespace veriload::testing

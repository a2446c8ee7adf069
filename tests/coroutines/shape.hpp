// What a coroutine shape is made of, and its runner. Flow: [shape] -> safe_shapes.
#pragma once

#include <veriload/op.hpp>
#include <veriload/spawn.hpp>
#include <veriload/task.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace shapes {

using veriload::task;

/// Allocates, so that a wrong copy or a second destruction is a heap error, and counts, so that it
/// shows without sanitizers too.
class owner {
 public:
  static inline int alive = 0;

  owner() : owner("a text that is too long for the small buffer") {}
  explicit owner(const char* text) : text_(text) { ++alive; }
  owner(const owner& other) : text_(other.text_) { ++alive; }
  owner(owner&& other) noexcept : text_(std::move(other.text_)) { ++alive; }
  owner& operator=(const owner&) = default;
  owner& operator=(owner&&) noexcept = default;
  ~owner() { --alive; }

  std::size_t size() const { return text_.size(); }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// What pends: completed one after the other by the runner.
inline std::vector<vl_op*> pending;

/// Suspends once.
inline auto turn() {
  return veriload::op_awaiter([](vl_op* op) -> vl_status {
    pending.push_back(op);
    return VL_PENDING;
  });
}

inline task<int> give(int value) {
  co_await turn();
  co_return value;
}
inline task<bool> truth(bool value) {
  co_await turn();
  co_return value;
}
inline task<owner> give_owner(owner value) {
  co_await turn();
  co_return value;
}
inline task<std::string> give_text(std::string value) {
  co_await turn();
  co_return value;
}
inline task<std::size_t> length_of(owner value) {
  co_await turn();
  co_return value.size();
}

/// Stops the program with the place when a shape gave a wrong result.
inline void expect(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "wrong: %s\n", what);
  std::abort();
}

/// Runs a task to its end, and expects that it left nothing behind.
inline void run(task<> root) {
  struct kept : vl_op {
    bool done = false;
    vl_status status = VL_OK;
    std::string reason;
    kept() : vl_op{&completed, nullptr, {}} {}
    static void completed(vl_op* op, vl_result r) noexcept {
      static_cast<kept*>(op)->done = true;
      static_cast<kept*>(op)->status = r.status;
    }
  } op;
  veriload::task_slot slot;
  const auto tell = [](void* self, vl_status, std::string_view, std::string_view message) {
    static_cast<kept*>(self)->reason = message;
  };
  const vl_status started = spawn(slot, &op, tell, &op, [&] { return std::move(root); });
  while (!pending.empty()) {
    vl_op* next = pending.front();
    pending.erase(pending.begin());
    next->complete(next, vl_result{VL_OK, 0, 0});
  }
  const vl_status status = started == VL_PENDING ? op.status : started;
  expect(started != VL_PENDING || op.done, "the root did not end");
  if (status != VL_OK) std::fprintf(stderr, "failed: %s\n", op.reason.c_str());
  expect(status == VL_OK, "the root failed");
}

struct shape {
  const char* name;
  task<> (*body)();
};

/// Runs each shape twice and says its name before, so that a crash names its shape.
inline int run_all(const shape* table, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    for (int round = 0; round < 2; ++round) {
      std::printf("%s\n", table[i].name);
      std::fflush(stdout);
      const int before = owner::alive;
      run(table[i].body());
      expect(owner::alive == before, "an object was destroyed twice or never");
    }
  }
  veriload::drain_frame_pool();
  std::printf("%zu shapes ran clean\n", count);
  return 0;
}

}  // namespace shapes

// Rules L01 to L03: start, end, start again, and what the tables hold.
#include "core/base/setup_error.hpp"
#include "core/plugin_check/checked_host.hpp"
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/rules.hpp"
#include "core/plugin_check/slots.hpp"
#include "core/plugin_check/watch.hpp"

#include <malloc.h>

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// Of the sanitizer's library, whose header not every compiler brings.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace veriload::plugin_check {
namespace {

// Starts and, if that went well, ends. The text of the failure.
vl_status start_and_end(const vl_plugin_v1& d, checked_host& host, std::string& why) {
  const in_stage starting(stage::main);
  void* self = nullptr;
  bounded_error error("init");
  const vl_status status = d.init(host.handle(), &self, error.get());
  if (status == VL_OK) d.fini(self);
  why = error.text();
  return status;
}

bool needs_anything(const vl_plugin_v1& d) { return d.needs != nullptr && *d.needs != nullptr; }

// A sanitizer has an allocator of its own.
std::size_t heap_in_use() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return ::__sanitizer_get_current_allocated_bytes();
#else
  return ::mallinfo2().uordblks;
#endif
}

}  // namespace

verdict check_bare_host(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  constexpr const char* advice = "look at what service() gives before using it";
  std::string why;
  {
    on.doing("init on a host that serves nothing");
    checked_host bare;
    bare.serve_nothing();
    const vl_status status = start_and_end(d, bare, why);
    if (status == VL_OK && needs_anything(d))
      return broken("init starts on a host that serves nothing", "a negative status", advice);
    if (status > 0)
      return broken("init answers " + std::to_string(status), "0 or a negative status", advice);
    if (status < 0 && why.empty())
      return broken("init refuses without a reason", "a message in the error",
                    "say which service is missing");
  }
  for (const char* const* id = d.needs; id != nullptr && *id != nullptr; ++id) {
    on.doing(std::string("init on a host without ") + *id);
    checked_host host;
    host.fake.without(*id);
    if (start_and_end(d, host, why) == VL_OK)
      return broken(std::string("init starts without ") + *id + ", which it needs",
                    "a negative status", advice);
  }
  for (const char* const* id = d.wants; id != nullptr && *id != nullptr; ++id) {
    on.doing(std::string("init on a host without ") + *id);
    checked_host host;
    host.fake.without(*id);
    if (start_and_end(d, host, why) != VL_OK)
      return broken(
          std::string("init fails without ") + *id + " (" + why + "), which it only wants",
          "a start without it", "list it in `needs` if it is needed");
  }
  return {};
}

verdict check_restart(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  std::string why;
  checked_host host;
  // What is set up once and kept is no leak: only what grows with each start.
  constexpr int warm_up = 8;
  constexpr int repeats = 64;
  std::size_t before = 0;
  for (int i = 0; i < warm_up + repeats; ++i) {
    on.doing("start " + std::to_string(i + 1));
    if (start_and_end(d, host, why) != VL_OK)
      return broken("start " + std::to_string(i + 1) + " in one process fails: " + why,
                    "init, fini, init again", "fini must undo what init did");
    host.fake.record.log_lines.clear();
    if (i == warm_up - 1) before = heap_in_use();
  }
  const std::size_t after = heap_in_use();
  const std::size_t grown = after > before ? after - before : 0;
  if (grown >= std::size_t{repeats} * 16)
    return broken("each init and fini leaves " + std::to_string(grown / repeats) + " bytes",
                  "all memory given back", "free in fini what init allocated");
  return {};
}

verdict check_slots(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  const in_stage starting(stage::main);
  checked_host host;
  void* self = nullptr;
  bounded_error error("init");
  on.doing("init");
  if (d.init(host.handle(), &self, error.get()) != VL_OK)
    throw setup_error("init fails: " + error.text());
  verdict told;
  for (const char* const* id = d.provides; id != nullptr && *id != nullptr; ++id) {
    const void* const table = d.component(self, *id);
    if (table == nullptr) continue;  // S02
    const auto missing = missing_slots(*id, table);
    if (!missing.empty())
      told = broken(std::string(*id) + " has no " + missing.front(),
                    "every pointer that the header does not call optional",
                    "return VL_E_UNSUPPORTED from a function that you cannot offer");
  }
  d.fini(self);
  return told;
}

}  // namespace veriload::plugin_check

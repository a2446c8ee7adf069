// Rules S01 and S02: what looking at a plugin does and shows.
#include "core/base/setup_error.hpp"
#include "core/host/service_directory.hpp"
#include "core/host/services.hpp"
#include "core/plugin_check/checked_host.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/process_state.hpp"
#include "core/plugin_check/rules.hpp"
#include "core/plugin_check/watch.hpp"
#include "core/user/services.hpp"

#include <algorithm>
#include <chrono>

namespace veriload::plugin_check {
namespace {

constexpr std::chrono::milliseconds scan_limit{100};

bool lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// "veriload.loop/1", "com.example.soap/2": dotted words, a slash, a revision.
bool well_formed_part(std::string_view id) {
  const std::size_t slash = id.find('/');
  if (slash == std::string_view::npos || slash == 0) return false;
  const std::string_view name = id.substr(0, slash);
  const std::string_view revision = id.substr(slash + 1);
  return name.find('.') != std::string_view::npos && name.front() != '.' && name.back() != '.' &&
         std::ranges::all_of(
             name, [](char c) { return lower_or_digit(c) || c == '.' || c == '_' || c == '-'; }) &&
         !revision.empty() && revision.front() != '0' &&
         std::ranges::all_of(revision, [](char c) { return c >= '0' && c <= '9'; });
}

bool well_formed_plugin(std::string_view id) {
  return !id.empty() && id.size() <= 100 && std::ranges::all_of(id, [](char c) {
    return lower_or_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

verdict check_lists(const vl_plugin_v1& d) {
  for (const char* const* list : {d.provides, d.needs, d.wants}) {
    for (const char* const* id = list; id != nullptr && *id != nullptr; ++id) {
      if (!well_formed_part(*id))
        return broken("the id " + quoted(*id), "NAME.NAME/REVISION in lower case",
                      "see the ids of veriload_abi.h");
    }
  }
  host::service_directory served;
  host::add_host_services(served);
  users::add_user_services(served);
  for (const char* const* id = d.needs; id != nullptr && *id != nullptr; ++id) {
    if (served.find(*id) == nullptr)
      return broken("it needs " + quoted(*id), "services of this host",
                    "put it into `wants` if it can work without");
  }
  return {};
}

}  // namespace

verdict check_scan(const subject& on) {
  const open_things before = open_things::now();
  const auto start = std::chrono::steady_clock::now();
  on.doing("loading: static constructors run");
  const mapped_plugin plugin = mapped_plugin::open(on.file());
  on.doing("entry function");
  const vl_plugin_v1* const first = plugin.entry();
  const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  const vl_plugin_v1* const second = plugin.entry();
  if (first != second)
    return broken("the entry function gives another descriptor the second time",
                  "one static object", "return its address and do nothing else");
  const auto left = open_things::now().beyond(before);
  if (!left.empty())
    return broken("a scan leaves " + left.front(), "nothing open and no thread",
                  "do such work in init, not in static constructors or the entry function");
  if (taken > scan_limit)
    return weak("a scan takes " + std::to_string(taken.count()) + " ms",
                "under " + std::to_string(scan_limit.count()) + " ms",
                "every veriload command scans; do the work in init");
  return {};
}

verdict check_ids(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  if (!well_formed_plugin(d.id))
    return broken("the plugin's id is " + quoted(d.id), "1 to 100 characters of a-z 0-9 . - _", "");
  if (d.version == nullptr || d.license == nullptr || d.build == nullptr)
    return broken("version, license or build is null", "text", "");
  if (const verdict lists = check_lists(d); lists.result != outcome::passed) return lists;

  const in_stage starting(stage::main);
  checked_host host;
  void* self = nullptr;
  vl_error error{};
  error.struct_size = sizeof error;
  on.doing("init");
  if (d.init(host.handle(), &self, &error) != VL_OK)
    throw setup_error(std::string("init fails: ") + error.message);
  verdict told;
  for (const char* const* id = d.provides; id != nullptr && *id != nullptr; ++id) {
    on.doing(std::string("component ") + *id);
    const void* const table = d.component(self, *id);
    if (table == nullptr)
      told = broken("it announces " + quoted(*id) + " and gives null", "a table", "");
    else if (table != d.component(self, *id))
      told = broken(quoted(*id) + " is another table the second time", "the same pointer", "");
  }
  on.doing("component of an unknown id");
  if (d.component(self, "veriload.no-such-thing/9") != nullptr)
    told = broken("it has a table for the id \"veriload.no-such-thing/9\"", "null",
                  "compare the whole id in `component`");
  d.fini(self);
  return told;
}

}  // namespace veriload::plugin_check

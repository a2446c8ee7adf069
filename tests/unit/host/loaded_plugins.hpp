// The host side that plugins of a test meet. Flow: test -> [loaded plugins] -> loader.
#pragma once

#include "core/host/context.hpp"
#include "core/host/plugin_registry.hpp"
#include "core/host/services.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace veriload::test {

/// Where the libraries of tests/unit/host/bad_plugins are: beside the folder of the test programs.
inline std::filesystem::path bad_plugins() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  return program.parent_path().parent_path() / "lib" / "bad_plugins";
}

inline std::filesystem::path bad_plugin(const std::string& name) {
  return bad_plugins() / (name + ".so");
}

/// Services, a context and a registry; log lines are kept.
struct loaded_plugins {
  loaded_plugins() {
    host::add_host_services(services);
    context.version = "1.2.3";
    context.log = &log;
  }

  std::vector<std::string> lines;
  host::log_lines log{[this](std::string_view line) { lines.emplace_back(line); }, VL_LOG_INFO};
  host::service_directory services;
  host::host_context context;
  host::plugin_registry registry{services, context};
};

/// The refusal of a file that must be refused.
inline host::refusal refusal_of(loaded_plugins& host, const std::string& name) {
  auto loaded = host::plugin::load(bad_plugin(name), host.services, host.context);
  BOOST_REQUIRE_MESSAGE(std::holds_alternative<host::refusal>(loaded), name + " was taken");
  return std::get<host::refusal>(loaded);
}

}  // namespace veriload::test

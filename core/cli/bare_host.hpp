// A host that only looks at plugins. Flow: command line -> [bare host] -> plugin list, config
// schema.
#pragma once

#include "core/cli/version.hpp"
#include "core/config/load.hpp"
#include "core/host/context.hpp"
#include "core/host/plugin_registry.hpp"
#include "core/host/services.hpp"
#include "core/user/services.hpp"

#include <utility>

namespace veriload::cli {

/// A registry with all services of this host, and nothing to run. Thread: main.
struct bare_host {
  host::log_lines log;
  host::host_context context;
  host::service_directory services;
  host::plugin_registry registry{services, context};

  /// `print` receives the plugins' log lines from level warning on; without it they are dropped.
  explicit bare_host(host::log_lines::sink print = {})
      : log(
            print ? std::move(print) : [](std::string_view) {}, VL_LOG_WARNING) {
    context.version = product_version;
    context.config_folder = config::absolute_folder({});
    context.log = &log;
    host::add_host_services(services);
    users::add_user_services(services);
  }
};

}  // namespace veriload::cli

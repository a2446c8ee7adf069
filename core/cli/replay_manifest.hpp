// The replay manifest of a run as it is read back. Flow: manifest file -> [manifest] -> replay
// command.
#pragma once

#include "core/config/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::cli {

/// A persona to which something failed in the run.
struct replayed_failure {
  std::string persona_id;
  std::uint64_t user = 0;
  std::uint64_t failures = 0;
  std::vector<std::string> requests;
  std::string example;
};

struct replay_manifest {
  config::data_plan data;  ///< of which the personas are made
  std::string base_url;    ///< empty = none
  std::string scenario;    ///< "path:class"; empty = none
  std::string plan_hash;
  std::string tool_version;
  std::vector<replayed_failure> failures;

  /// The one of that persona; nullptr when nothing failed to it, or it was not kept.
  const replayed_failure* failure_of(std::string_view persona_id) const;
};

/// Reads `text`, called `name` in messages. Throws setup_error with `name:line:column` for text
/// that is no manifest, lacks a member, or describes personas that cannot be made. Thread: main.
replay_manifest read_replay_manifest(std::string_view text, const std::string& name);

}  // namespace veriload::cli

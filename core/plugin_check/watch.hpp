// Where in the order of a process a thread is, and which rules were seen to be broken. Flow:
// checked host, ops -> [watch] -> rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::plugin_check {

/// What this thread does for the plugin now. A thread that the plugin made is `foreign`.
enum class stage : std::uint8_t { foreign, main, declare, loop, offload, report };

/// The marks of veriload_abi.h.
enum class mark : std::uint8_t { any, main, declare, loop };

stage current_stage() noexcept;

/// Sets the stage of this thread for a scope.
class in_stage {
 public:
  explicit in_stage(stage now) noexcept;
  ~in_stage();
  in_stage(const in_stage&) = delete;
  in_stage& operator=(const in_stage&) = delete;

 private:
  stage before_;
};

/// Whether a host function with that mark may be called here. If not, T01 is broken.
bool call_allowed(const char* function, mark of);

/// Rule `id` was seen to be broken. Thread: any.
void found_broken(std::string_view id, std::string text);

/// What was told of rule `id` since the start of the process, each text once. Thread: any.
std::vector<std::string> findings_of(std::string_view id);

}  // namespace veriload::plugin_check

// Takes a plugin through the life of a process without knowing what it is for. Flow: rules ->
// [drive] -> protocol, fixture, scenario and document drives.
#pragma once

#include "core/plugin_check/checked_host.hpp"
#include "core/plugin_check/tracked_op.hpp"

#include "veriload_abi.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::plugin_check {

inline constexpr vl_ns second = 1'000'000'000;

/// What the peer of each stream does.
enum class peer : std::uint8_t {
  answering,
  silent,
  closing,
  resetting,
  echoing,
  garbage,
  greeting,
  refused
};
inline constexpr peer all_peers[] = {peer::answering, peer::silent,  peer::closing,
                                     peer::resetting, peer::echoing, peer::garbage,
                                     peer::greeting,  peer::refused};
const char* name_of(peer kind);

/// Under which conditions one life goes.
struct conditions {
  peer peers = peer::answering;
  long fail_at = -1;             ///< the host operation that fails
  long interrupt_at = -1;        ///< the turn after which the host cancels, or stops when `stops`
  bool stops = false;            ///< asks users to wind down, cancels after the drain time
  bool reorders = false;         ///< what is due at once comes in a random order
  vl_ns delay = 0;               ///< of posted and cancelled ops
  std::size_t slice = SIZE_MAX;  ///< bytes per delivery and per write
  std::uint64_t seed = 1;
  std::string answer;              ///< of an answering peer; empty = a small HTTP answer
  std::string_view blame = "A01";  ///< the rule that an op breaks which never ends
  std::function<void(std::string_view)> doing = [](std::string_view) {};
};

/// What a life says about itself. What went wrong is told to `watch`.
struct life {
  long operations = 0;               ///< of the host that could have failed
  bool failed = false;               ///< `fail_at` was reached
  bool interrupted = false;          ///< `interrupt_at` was reached
  std::vector<std::string> skipped;  ///< components that politely refused, and why
  std::vector<std::string> driven;   ///< "protocol http": went through their whole life
  long rows = 0;                     ///< that a fixture made
};

/// One whole life: init, every component with small inputs, fini. Slots that are missing are not
/// called (rule L03). Host and ops that are still in use at the end are left alone for ever.
/// Throws setup_error when init fails without a cause. Thread: main.
life live_through(const vl_plugin_v1& descriptor, const conditions& under);

/// What the drives of components share: one host, one plugin, one set of conditions.
class drive {
 public:
  drive(const vl_plugin_v1& plugin, const conditions& under);
  ~drive();
  drive(const drive&) = delete;
  drive& operator=(const drive&) = delete;

  checked_host& host() noexcept { return *host_; }
  const conditions& under() const noexcept { return under_; }
  void* self = nullptr;  ///< what init gave
  life told;

  /// A component of the plugin if it announces it and its table is whole, or null.
  const void* component(const char* id);

  /// An op that stays in place.
  tracked_op& new_op(std::string what);

  /// Starts an op on the loop and waits `limit` of virtual time until it ends. What does not end is
  /// told as a break of `blame`; then `stuck()` is true and nothing of the plugin may be called
  /// again. `interrupt` is called when the interruption of the conditions comes meanwhile, and says
  /// whether the op was asked to end.
  vl_status run(tracked_op& op, vl_ns limit, const std::function<vl_status(vl_op*)>& begin,
                const std::function<bool()>& interrupt = {});

  /// Goes on with an op that was started. When it does not end within `limit` the drive is stuck,
  /// and that is told as a break of `blame`.
  void run_on(tracked_op& op, vl_ns limit);

  bool stuck() const noexcept { return stuck_; }
  void skip(std::string_view component, std::string_view why);

  /// What the host has to complain of after a component was closed in order.
  void tell_complaints(std::string_view component);

 private:
  std::string circumstances() const;

  const vl_plugin_v1& plugin_;
  const conditions& under_;
  std::unique_ptr<checked_host> host_;
  std::vector<std::unique_ptr<tracked_op>> ops_;
  std::size_t complaints_told_ = 0;
  bool stuck_ = false;
};

// What a component needs once, on the main thread, and then its life on one loop.
bool prepare_protocol(drive& on, const vl_protocol_v1& table);  ///< protocol_drive.cpp
void drive_protocol(drive& on, const vl_protocol_v1& table);
bool prepare_scenario(drive& on, const vl_scenario_v1& table);  ///< scenario_drive.cpp
void drive_scenario(drive& on, const vl_scenario_v1& table);

void drive_fixture(drive& on, const vl_fixture_v1& table);    ///< fixture_drive.cpp
void drive_importer(drive& on, const vl_importer_v1& table);  ///< document_drive.cpp
void drive_reporter(drive& on, const vl_reporter_v1& table);  ///< document_drive.cpp

inline vl_str view_of(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace veriload::plugin_check

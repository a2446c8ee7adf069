// What a plugin measured, logged and declared: metrics/1, log/1, schedule/1. Flow: code under test
// -> [fake_record] -> test.
#pragma once

#include <veriload_abi.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace veriload::testing {

/// A sample as it was emitted, with its name and reason copied.
struct seen_sample {
  vl_sample sample;  ///< `error` is empty here
  std::string name;
  std::string error;
};

struct fake_record {
  std::vector<seen_sample> samples;
  std::map<std::string, double, std::less<>> counters;             ///< by "name unit"
  std::map<std::string, std::pair<int, int>, std::less<>> checks;  ///< passed, failed
  std::vector<std::string> log_lines;                              ///< "20 text key=value"
  std::vector<const vl_user_class*> classes;                       ///< in the order declared
  std::int32_t log_level = VL_LOG_INFO;                            ///< lines below are not wanted

  /// The id of a name or counter, made when new; never 0.
  vl_id id_of(const std::string& name);
  const std::string& name_of(vl_id id) const;

  static const vl_metrics_v1& metrics() noexcept;
  static const vl_log_v1& logs() noexcept;
  static const vl_schedule_v1& schedule() noexcept;

 private:
  std::vector<std::string> names_;
};

}  // namespace veriload::testing

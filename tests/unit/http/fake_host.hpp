// The host of veriload::testing under the names of the session tests. Flow: used by session tests.
#pragma once

#include "plugins/http/worker.hpp"

#include <veriload/testing/fake_host.hpp>

#include <veriload_abi.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin::test {

using testing::fake_stream;

class fake_host {
 public:
  services tables() const;
  vl_loop* loop() { return all.loop.handle(); }

  bool step() { return all.step(); }
  void run() { all.run_until_idle(); }
  /// Runs what is due now, without moving time.
  void settle() { all.settle(); }
  void fail_at(long operation) { all.loop.fail_at(operation); }
  long operations() const { return all.loop.operations(); }
  bool at_top() const { return all.loop.at_top(); }
  std::size_t open_streams() const { return all.network.open_streams(); }
  fake_stream& stream(std::size_t index) { return all.network.stream(index); }
  std::size_t streams() const { return all.network.streams(); }

  testing::fake_host all;
  vl_ns& time = all.loop.time;
  std::function<void(fake_stream&)>& on_bytes = all.network.on_bytes;
  std::deque<vl_result>& dials = all.network.dials;
  bool& dial_hangs = all.network.dial_hangs;
  std::size_t& read_slice = all.network.read_slice;
  std::size_t& write_at_once = all.network.write_at_once;
  bool& writes_stall = all.network.writes_stall;
  int& writes = all.network.writes;
  int& deliveries = all.network.deliveries;
  int& deadlines_set = all.network.deadlines_set;
  std::vector<std::string>& misuse = all.loop.misuse;
  std::vector<std::string>& log = all.record.log_lines;
};

/// The number of whole requests that `bytes` starts with, by their content-length.
int count_requests(std::string_view bytes);

}  // namespace veriload::http_plugin::test

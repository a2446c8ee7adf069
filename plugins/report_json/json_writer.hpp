// A tree of the host as JSON text. Flow: run result -> [writer] -> report file.
#pragma once

#include "veriload_abi.h"

#include <string>

namespace veriload::report_json {

/// Writes a tree as JSON: two-space indent, members sorted by key at every level, everything
/// outside ASCII escaped as \uXXXX, numbers in their shortest form that reads back the same.
/// Invalid UTF-8 becomes U+FFFD; a number that JSON cannot hold (infinite, not a number) becomes
/// null.
///
/// Text goes to the sink in pieces of about 64 KiB. Thread: one.
class json_writer {
 public:
  json_writer(const vl_config_v1& trees, const vl_sink& sink) : trees_(trees), sink_(sink) {}

  /// VL_OK, or what the sink answered; then nothing more was given to it.
  vl_status write(const vl_node* root);

 private:
  void value(const vl_node* node, int depth);
  void members(const vl_node* node, int depth);
  void items(const vl_node* node, int depth);
  void text(vl_str s);
  void number(double value);
  void new_line(int depth);
  void flush(std::size_t above);

  const vl_config_v1& trees_;
  const vl_sink& sink_;
  std::string out_;
  vl_status status_ = VL_OK;
};

}  // namespace veriload::report_json

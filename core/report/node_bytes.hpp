// A tree of values as bytes and back. Flow: result tree -> [bytes] -> run file -> reports.
#pragma once

#include "core/base/node.hpp"
#include "core/report/byte_text.hpp"

#include <string>

namespace veriload::report {

/// Appends a tree: a byte of `node_kind`, then the value; of a list or map the number of entries,
/// then each, a map's with its key before it. Places are not kept. Thread: any.
void put_node(std::string& out, const base::node& tree);

/// The tree that follows, bit for bit. Throws setup_error for bytes that are none, and for trees
/// deeper than 64. Thread: the owner of `in`.
base::node take_node(byte_reader& in);

}  // namespace veriload::report

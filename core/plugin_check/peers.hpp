// Peers that know no protocol. Flow: conditions -> [peers] -> the network of the checked host.
#pragma once

#include "core/plugin_check/drive.hpp"

#include <veriload/testing/fake_network.hpp>

namespace veriload::plugin_check {

/// Sets what every stream of the network meets.
void set_peers(testing::fake_network& network, const conditions& under);

/// An answer that a parser of HTTP takes.
std::string small_answer();

}  // namespace veriload::plugin_check

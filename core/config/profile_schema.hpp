// The section `profile` of the table of keys. Flow: [profile schema] -> schema.
#pragma once

#include "core/config/schema.hpp"

namespace veriload::config {

/// Thread: any.
key profile_section();

}  // namespace veriload::config

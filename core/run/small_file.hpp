// The text of a file of /proc or /sys. Flow: kernel -> [small file] -> kernel text.
#pragma once

#include <string>

namespace veriload::run {

/// At most the first 8 KB; empty when there is no such file or it may not be read. One open, read
/// and close: such files are made at the moment they are read. Thread: any.
std::string small_file(const std::string& path);

}  // namespace veriload::run

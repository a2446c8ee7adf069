// Writes a document as JSON that compares well. Flow: result tree -> [JSON text] -> report files.
#pragma once

#include <string>

namespace veriload::base {
class node;
}

namespace veriload::report {

/// The document with two blanks per level, the keys of each map sorted by code point, everything
/// but printable ASCII written as \uXXXX (with surrogate pairs), numbers in their shortest exact
/// form with a
/// `.0` when whole, and no final newline: the same document gives the same bytes, and a
/// line-by-line comparison of two reports is a useful one. Bytes that are not UTF-8 become U+FFFD
/// each; numbers that are not finite become null. Python's json.dumps(indent=2, sort_keys=True)
/// writes the same. Thread: any.
std::string json_text(const base::node& document);

}  // namespace veriload::report

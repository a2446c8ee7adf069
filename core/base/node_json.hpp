// Writes a node tree as JSON. Flow: node -> [JSON text] -> reports, `validate`, JSON schema,
// hashes.
#pragma once

#include <string>
#include <string_view>

namespace veriload::base {

class node;

/// The tree as JSON (RFC 8259). `indent` is the number of blanks per level; 0 writes one line
/// without blanks. Integers stay integers; a number that is whole is written with `.0`, so a reader
/// sees the kind; a number that is not finite becomes null, which JSON requires. Strings must be
/// UTF-8. Thread: any.
std::string to_json(const node& document, int indent = 0);

/// Appends `text` between double quotes with JSON's escapes. Thread: any.
void append_json_string(std::string& out, std::string_view text);

/// The shortest decimal text that reads back as the same number, `12.0` for 12; `.inf` and `.nan`
/// are the caller's business. Thread: any.
std::string number_text(double value);

}  // namespace veriload::base

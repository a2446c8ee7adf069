// Texts of any origin as XML 1.0. Flow: names, messages -> [xml text] -> JUnit document.
#pragma once

#include <string>
#include <string_view>

namespace veriload::report_junit {

/// `text` for an element. What XML cannot hold becomes visible: control characters their pictures
/// (U+2400 and on), bytes that are not UTF-8 and U+FFFE, U+FFFF the replacement character. Thread:
/// any.
std::string xml_text(std::string_view text);

/// The same for an attribute between double quotes: line feeds and tabs survive.
std::string xml_attribute(std::string_view text);

}  // namespace veriload::report_junit

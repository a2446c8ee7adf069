// Why a call fails: a status for reports and a text for people, without allocation. Flow: every
// part -> [failure] -> reply.
#pragma once

#include <veriload_abi.h>

#include <cstdarg>
#include <cstdint>
#include <cstdio>

namespace veriload::http_plugin {

/// Empty (VL_OK) until set. The text is lower case, without a final period; a longer one is cut.
struct failure {
  vl_status status = VL_OK;
  std::int32_t native = 0;
  char text[200];  // terminated when status is not VL_OK

  bool happened() const noexcept { return status != VL_OK; }

  [[gnu::format(printf, 4, 5)]] void set(vl_status code, std::int32_t detail, const char* format,
                                         ...) noexcept {
    status = code;
    native = detail;
    va_list arguments;
    va_start(arguments, format);
    if (std::vsnprintf(text, sizeof text, format, arguments) < 0) text[0] = '\0';
    va_end(arguments);
  }
};

}  // namespace veriload::http_plugin

// The table behind veriload.http/1. Flow: scenario -> [typed_table] -> session.
#pragma once

#include <veriload_http.h>

namespace veriload::http_plugin {

/// Its `session` is a session of this plugin.
extern const vl_http_v1 typed_table;

}  // namespace veriload::http_plugin

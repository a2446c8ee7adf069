// Reads typed values from the configuration and words its errors. Flow: config -> [settings_reader]
// -> settings.
#pragma once

#include "plugins/http/request_writer.hpp"
#include "plugins/http/status_set.hpp"

#include <veriload/error.hpp>
#include <veriload/text.hpp>

#include <veriload_abi.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace veriload::http_plugin {

/// Each function reads one node into `out` and gives VL_OK, or VL_E_CONFIG with place, key, found
/// and expected in the error that the reader was made with. `key` is the dotted path below `http.`.
/// Thread: one.
class settings_reader {
 public:
  settings_reader(const vl_config_v1& config, vl_error* error) : config_(config), error_(error) {}

  template <class... Parts>
  vl_status refuse(const vl_node* node, const Parts&... parts) const {
    vl_error place = new_error();
    config_.where(node, &place);
    const std::string_view where = message_of(place);
    return error_text(error_, VL_E_CONFIG, where, where.empty() ? "" : ": ", parts...);
  }

  vl_status wrong_kind(const vl_node* node, std::string_view key, std::string_view expected) const;
  /// `section` is empty or ends with a dot: "redirects.".
  vl_status unknown(const vl_node* node, std::string_view section, std::string_view key,
                    std::span<const std::string_view> known) const;

  vl_status seconds(const vl_node* node, std::string_view key, vl_ns& out) const;
  vl_status whole(const vl_node* node, std::string_view key, std::int64_t least, std::int64_t most,
                  std::int64_t& out) const;
  vl_status boolean(const vl_node* node, std::string_view key, bool& out) const;
  /// One of two words; a `second` that is empty is none.
  vl_status choice(const vl_node* node, std::string_view key, std::string_view first,
                   std::string_view second, bool& is_second) const;
  /// Text that may stand in a header line.
  vl_status header_text(const vl_node* node, std::string_view key, std::string_view name,
                        std::string& out) const;
  vl_status text(const vl_node* node, std::string_view key, std::string& out) const;
  /// The value of the environment variable that the node names. Only a name that looks like one is
  /// shown: it is easy to write the secret itself there.
  vl_status from_environment(const vl_node* node, std::string_view key, std::string& out) const;
  /// A map of header names to text, put over what `out` holds.
  vl_status headers(const vl_node* node, std::string_view key, header_list& out) const;
  /// A list of codes and ranges, replacing what `out` holds.
  vl_status statuses(const vl_node* node, std::string_view key, status_set& out) const;

  const vl_config_v1& config() const { return config_; }

 private:
  std::string number_text(const vl_node* node) const;

  const vl_config_v1& config_;
  vl_error* error_;
};

/// "a list", for messages.
std::string_view kind_word(std::int32_t kind);

}  // namespace veriload::http_plugin

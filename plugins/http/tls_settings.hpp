// The section `http.tls` of the configuration. Flow: config -> [tls_settings] -> session, dial.
#pragma once

#include "plugins/http/failure.hpp"
#include "plugins/http/settings_reader.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <string>

namespace veriload::http_plugin {

/// What a user's own certificate files are found by.
struct tls_user {
  std::uint64_t index;  ///< `{user_index}`
  std::string persona;  ///< `{persona_id}`
};

/// How https connections are made. Paths are as written.
struct tls_settings {
  bool verify = true;
  bool resume = false;
  std::string ca_file;
  std::string client_certificate;  ///< may hold {user_index} and {persona_id}, as client_key may
  std::string client_key;
  std::string key_password;
  std::string ciphers;
  std::string key_log_file;
  std::string server_name;  ///< empty = the host of the URL
  std::string alpn = "http/1.1";
  std::uint32_t min_version = 0;  ///< wire value; 0 = the host's default
  std::uint32_t max_version = 0;

  /// Each user has a certificate of its own.
  bool per_user() const;

  /// A copy for one user. False with the reason in `why` for a persona whose id cannot be part of a
  /// file name.
  bool fill_in(const tls_user& who, tls_settings& out, failure& why) const;
};

/// Equal for settings that make equal connections.
std::string key_of(const tls_settings& of);

/// The options as the host takes them; views into `from`.
vl_tls_options options_of(const tls_settings& from);

/// Reads the section over what `out` holds; see read_section. [main, loop]
vl_status read_tls(const settings_reader& read, const vl_node* section, tls_settings& out);

/// Settings opened on one loop; given back with this. Thread: the loop.
class tls_handle {
 public:
  tls_handle() = default;
  ~tls_handle();
  tls_handle(const tls_handle&) = delete;
  tls_handle& operator=(const tls_handle&) = delete;

  /// False with the reason in `why`. To be called once.
  bool open(const vl_stream_v1& streams, vl_loop* loop, const tls_settings& chosen, failure& why);

  /// Null until opened.
  const vl_tls* get() const { return tls_; }

 private:
  const vl_stream_v1* streams_ = nullptr;
  vl_tls* tls_ = nullptr;
};

}  // namespace veriload::http_plugin

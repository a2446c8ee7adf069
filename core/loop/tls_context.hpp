// How a group of TLS connections is made: certificates, versions, ciphers, sessions. Flow: plugin
// -> [context] -> tls_link.
#pragma once

#include "veriload_abi.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;
struct x509_store_st;

namespace veriload::loop {

/// Trusted roots by file, read once per loop: a user's own certificate does not need a copy of all
/// roots of the system. Thread: the loop.
class tls_roots {
 public:
  tls_roots() = default;
  ~tls_roots();
  tls_roots(const tls_roots&) = delete;
  tls_roots& operator=(const tls_roots&) = delete;

  /// The roots in a PEM file, or for an empty path those of the system (OpenSSL's default paths).
  /// Borrowed. Throws setup_error.
  x509_store_st& of(const std::string& file);

 private:
  std::map<std::string, x509_store_st*> stores_;
};

/// One SSL_CTX with what belongs to it. Connections are checked unless VL_TLS_NO_VERIFY is set:
/// chain, dates, and the name or address that was dialled. Renegotiation is off. With VL_TLS_RESUME
/// the latest session of each peer is kept and offered again. Thread: the loop.
class tls_context {
 public:
  /// Reads the files of `options`; relative paths start at `folder`. Throws setup_error that names
  /// the option and the file: "client certificate /x/a.pem: no such file or directory".
  tls_context(const vl_tls_options& options, const std::filesystem::path& folder, tls_roots& roots);
  ~tls_context();
  tls_context(const tls_context&) = delete;
  tls_context& operator=(const tls_context&) = delete;

  ssl_ctx_st* handle() const noexcept { return context_; }
  bool verifies() const noexcept { return verifies_; }

  /// The session to offer to a peer, or null; borrowed.
  ssl_session_st* session_for(std::string_view peer) const noexcept;
  /// Whether `keep` has any use.
  bool keeps_sessions() const noexcept { return keeps_sessions_; }
  /// Takes a session over when it returns true.
  bool keep(std::string_view peer, ssl_session_st* session) noexcept;

  /// Appends a line to the key log.
  void log_keys(const char* line) const noexcept;

 private:
  struct paths {
    const std::filesystem::path& folder;
    std::string of(vl_str name) const;
  };

  void read_options(const vl_tls_options& options, const paths& files, tls_roots& roots);
  void set_versions(const vl_tls_options& options);
  void set_ciphers(std::string_view names);
  void set_certificate(const vl_tls_options& options, const paths& files);
  void open_key_log(const std::string& file);
  void drop() noexcept;

  ssl_ctx_st* context_;
  std::map<std::string, ssl_session_st*, std::less<>> sessions_;  // by peer
  int key_log_ = -1;
  bool verifies_ = true;
  bool keeps_sessions_ = false;
};

}  // namespace veriload::loop

/// What tls_open hands out. Connections that were made with it go on after tls_close.
struct vl_tls {
  // With the connections and dials that were made with it.
  std::shared_ptr<veriload::loop::tls_context> context;
};

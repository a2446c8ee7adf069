#include "core/loop/tls_context.hpp"

#include "core/base/setup_error.hpp"
#include "core/loop/tls_link.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>

namespace veriload::loop {
namespace {

std::string_view text_of(vl_str s) {
  return s.len == 0 ? std::string_view() : std::string_view(s.ptr, s.len);
}

// The last thing that went wrong inside OpenSSL, for what has no better words.
std::string library_words() {
  const unsigned long code = ERR_peek_last_error();
  const char* const words = code == 0 ? nullptr : ERR_reason_error_string(code);
  return words == nullptr ? "it cannot be read" : words;
}

void require_readable(const std::string& what, const std::string& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    ::close(fd);
    return;
  }
  const char* const words = ::strerrordesc_np(errno);
  std::string why = words == nullptr ? "cannot be read" : words;
  if (why[0] >= 'A' && why[0] <= 'Z') why[0] = static_cast<char>(why[0] | 0x20);
  throw setup_error(what + " " + file + ": " + why);
}

// Never asks the terminal: a load generator has nobody sitting there.
int give_password(char* to, int room, int, void* password) {
  const auto& text = *static_cast<const std::string*>(password);
  if (text.empty() || static_cast<int>(text.size()) > room) return -1;
  std::memcpy(to, text.data(), text.size());
  return static_cast<int>(text.size());
}

int keep_session(SSL* ssl, SSL_SESSION* session) {
  tls_link* const link = tls_link::of(ssl);
  return link != nullptr && link->keep_session(session) ? 1 : 0;
}

void log_keys_of(const SSL* ssl, const char* line) {
  if (const tls_link* const link = tls_link::of(ssl)) link->context().log_keys(line);
}

}  // namespace

tls_roots::~tls_roots() {
  for (const auto& [file, store] : stores_)
    X509_STORE_free(store);
}

x509_store_st& tls_roots::of(const std::string& file) {
  if (const auto known = stores_.find(file); known != stores_.end()) return *known->second;
  if (!file.empty()) require_readable("ca file", file);
  X509_STORE* const store = X509_STORE_new();
  if (store == nullptr) throw std::bad_alloc();
  ERR_clear_error();
  const int read = file.empty() ? X509_STORE_set_default_paths(store)
                                : X509_STORE_load_file(store, file.c_str());
  if (read != 1) {
    X509_STORE_free(store);
    throw setup_error("ca file " + file + ": has no certificate in PEM form");
  }
  stores_.emplace(file, store);
  return *store;
}

std::string tls_context::paths::of(vl_str name) const {
  if (name.len == 0) return {};
  const std::filesystem::path path(text_of(name));
  return path.is_absolute() ? path.string() : (folder / path).string();
}

tls_context::tls_context(const vl_tls_options& options, const std::filesystem::path& folder,
                         tls_roots& roots)
    : context_(SSL_CTX_new(TLS_client_method())) {
  if (context_ == nullptr) throw std::bad_alloc();
  try {
    read_options(options, paths{folder}, roots);
  } catch (const std::exception&) {
    drop();
    throw;
  }
}

tls_context::~tls_context() { drop(); }

void tls_context::drop() noexcept {
  for (const auto& [peer, session] : sessions_)
    SSL_SESSION_free(session);
  SSL_CTX_free(context_);
  if (key_log_ >= 0) ::close(key_log_);
}

void tls_context::read_options(const vl_tls_options& options, const paths& files,
                               tls_roots& roots) {
  constexpr std::uint32_t known = VL_TLS_NO_VERIFY | VL_TLS_RESUME;
  if ((options.flags & ~known) != 0)
    throw setup_error("flags are " + std::to_string(options.flags) +
                      ", expected VL_TLS_NO_VERIFY or VL_TLS_RESUME");
  SSL_CTX_set_mode(context_, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(context_, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  verifies_ = (options.flags & VL_TLS_NO_VERIFY) == 0;
  SSL_CTX_set_verify(context_, verifies_ ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                     verifies_ ? &tls_link::certificate_checked : nullptr);
  // Without the option nobody would look into a store of roots, which takes a megabyte.
  const std::string ca_file = files.of(options.ca_file);
  if (verifies_ || !ca_file.empty()) SSL_CTX_set1_cert_store(context_, &roots.of(ca_file));

  set_versions(options);
  set_ciphers(text_of(options.ciphers));
  set_certificate(options, files);

  keeps_sessions_ = (options.flags & VL_TLS_RESUME) != 0;
  SSL_CTX_set_session_cache_mode(context_, keeps_sessions_
                                               ? SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL
                                               : SSL_SESS_CACHE_OFF);
  if (keeps_sessions_) SSL_CTX_sess_set_new_cb(context_, keep_session);
  if (options.key_log_file.len != 0) open_key_log(files.of(options.key_log_file));
}

void tls_context::set_versions(const vl_tls_options& options) {
  const auto check = [](const char* name, std::uint32_t version) {
    if (version == 0 || (version >= TLS1_VERSION && version <= TLS1_3_VERSION)) return;
    throw setup_error(std::string(name) + " is " + std::to_string(version) +
                      ", expected the wire value of a version such as 0x0303 for TLS 1.2");
  };
  check("min_version", options.min_version);
  check("max_version", options.max_version);
  const std::uint32_t least = options.min_version != 0 ? options.min_version : TLS1_2_VERSION;
  if (options.max_version != 0 && options.max_version < least)
    throw setup_error("max_version is below min_version");
  SSL_CTX_set_min_proto_version(context_, static_cast<int>(least));
  SSL_CTX_set_max_proto_version(context_, static_cast<int>(options.max_version));
}

// OpenSSL takes TLS 1.3 suites in a list of their own, and skips unknown names of TLS 1.2 in
// silence: so each name is tried alone first.
void tls_context::set_ciphers(std::string_view names) {
  std::string suites;
  std::string list;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(':'), names.size());
    const std::string name(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
    if (name.empty()) continue;
    const bool suite = name.starts_with("TLS_");
    const bool command = name.find_first_of("!+-@") == 0;
    if (!command) {
      const int known = suite ? SSL_CTX_set_ciphersuites(context_, name.c_str())
                              : SSL_CTX_set_cipher_list(context_, name.c_str());
      if (known != 1)
        throw setup_error("ciphers: unknown name " + name + ", expected a name of OpenSSL");
    }
    std::string& into = suite ? suites : list;
    into += (into.empty() ? "" : ":") + name;
  }
  if (!suites.empty() && SSL_CTX_set_ciphersuites(context_, suites.c_str()) != 1)
    throw setup_error("ciphers: no TLS 1.3 suite is left of " + suites);
  if (!list.empty() && SSL_CTX_set_cipher_list(context_, list.c_str()) != 1)
    throw setup_error("ciphers: no cipher is left of " + list);
}

void tls_context::set_certificate(const vl_tls_options& options, const paths& files) {
  const std::string certificate = files.of(options.certificate_file);
  const std::string key = options.key_file.len != 0 ? files.of(options.key_file) : certificate;
  if (certificate.empty()) {
    if (!key.empty()) throw setup_error("client key " + key + " is given without a certificate");
    return;
  }
  require_readable("client certificate", certificate);
  require_readable("client key", key);
  std::string password(text_of(options.key_password));
  SSL_CTX_set_default_passwd_cb(context_, give_password);
  SSL_CTX_set_default_passwd_cb_userdata(context_, &password);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context_, certificate.c_str()) != 1)
    throw setup_error("client certificate " + certificate + ": has no certificate in PEM form (" +
                      library_words() + ")");
  ERR_clear_error();
  const bool good = SSL_CTX_use_PrivateKey_file(context_, key.c_str(), SSL_FILETYPE_PEM) == 1;
  const unsigned long first = ERR_peek_error();
  const bool mismatch =
      ERR_GET_LIB(first) == ERR_LIB_X509 && (ERR_GET_REASON(first) == X509_R_KEY_VALUES_MISMATCH ||
                                             ERR_GET_REASON(first) == X509_R_KEY_TYPE_MISMATCH);
  const bool had_password = !password.empty();
  OPENSSL_cleanse(password.data(), password.size());
  SSL_CTX_set_default_passwd_cb_userdata(context_, nullptr);
  if (good) return;
  if (mismatch)
    throw setup_error("client key " + key + ": does not belong to the certificate " + certificate);
  throw setup_error("client key " + key + ": has no private key in PEM form, or the password is " +
                    (had_password ? "wrong" : "missing"));
}

void tls_context::open_key_log(const std::string& file) {
  constexpr int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC;
  key_log_ = ::open(file.c_str(), flags, S_IRUSR | S_IWUSR);
  if (key_log_ < 0) {
    const char* const words = ::strerrordesc_np(errno);
    throw setup_error("key log file " + file +
                      ": cannot be opened: " + (words == nullptr ? "unknown reason" : words));
  }
  SSL_CTX_set_keylog_callback(context_, log_keys_of);
}

void tls_context::log_keys(const char* line) const noexcept {
  if (key_log_ < 0) return;
  char text[512];
  const int length = std::snprintf(text, sizeof text, "%s\n", line);
  if (length <= 0 || length >= static_cast<int>(sizeof text)) return;
  // One write per line: other loops append to the same file. What does not go in is not missed.
  if (::write(key_log_, text, static_cast<std::size_t>(length)) < 0) return;
}

ssl_session_st* tls_context::session_for(std::string_view peer) const noexcept {
  const auto known = sessions_.find(peer);
  return known == sessions_.end() ? nullptr : known->second;
}

bool tls_context::keep(std::string_view peer, ssl_session_st* session) noexcept {
  try {
    ssl_session_st*& slot = sessions_[std::string(peer)];
    if (slot != nullptr) SSL_SESSION_free(slot);
    slot = session;
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

}  // namespace veriload::loop

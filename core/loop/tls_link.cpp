#include "core/loop/tls_link.hpp"

#include "core/base/host_rules.hpp"
#include "core/base/setup_error.hpp"
#include "core/loop/tls_words.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstring>
#include <new>
#include <utility>

namespace veriload::loop {
namespace {

// "h2,http/1.1" in the form of the wire: each name behind its length.
std::string alpn_list(std::string_view names) {
  constexpr std::size_t longest = 255;
  std::string out;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(','), names.size());
    const std::string_view name = names.substr(0, end);
    if (name.empty() || name.size() > longest)
      throw setup_error("alpn: a name has " + std::to_string(name.size()) +
                        " bytes, expected 1 to 255");
    out += static_cast<char>(name.size());
    out += name;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return out;
}

/// A step sees its own input and the errors that it makes itself.
class step_scope {
 public:
  step_scope(tls_buffers& shared, std::span<const std::byte>& input) noexcept
      : shared_(shared), input_(input) {
    shared.in = input;
    ERR_clear_error();
  }
  ~step_scope() {
    input_ = shared_.in;
    shared_.in = {};
  }
  step_scope(const step_scope&) = delete;
  step_scope& operator=(const step_scope&) = delete;

 private:
  tls_buffers& shared_;
  std::span<const std::byte>& input_;
};

}  // namespace

// The context is shared with the plugin's handle and its other connections.
tls_link::tls_link(tls_buffers& shared, std::shared_ptr<tls_context> context, const tls_peer& peer)
    : shared_(shared),
      context_(std::move(context)),
      wanted_name_(base::normalised_host(peer.name)),
      alpn_wanted_(peer.alpn) {
  const std::string protocols = alpn_list(peer.alpn);
  const bool is_address = base::ip_address::parse(wanted_name_).has_value();
  if (wanted_name_.empty() && context_->verifies())
    throw setup_error("no name or address is known that the certificate must be for");
  if (context_->keeps_sessions()) session_key_ = peer.session_key;
  ssl_ = SSL_new(context_->handle());
  BIO* const bio = ssl_ == nullptr ? nullptr : shared.make_bio();
  if (bio == nullptr) {
    SSL_free(ssl_);
    throw std::bad_alloc();
  }
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_app_data(ssl_, this);
  SSL_set_connect_state(ssl_);

  X509_VERIFY_PARAM* const check = SSL_get0_param(ssl_);
  bool ready = true;
  if (is_address) {
    // The zone of a link-local address is this machine's affair, no certificate holds it.
    const std::string address = wanted_name_.substr(0, wanted_name_.find('%'));
    ready = X509_VERIFY_PARAM_set1_ip_asc(check, address.c_str()) == 1;
  } else if (!wanted_name_.empty()) {
    X509_VERIFY_PARAM_set_hostflags(check, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    ready = X509_VERIFY_PARAM_set1_host(check, wanted_name_.data(), wanted_name_.size()) == 1 &&
            SSL_set_tlsext_host_name(ssl_, wanted_name_.c_str()) == 1;
  }
  if (!protocols.empty()) {
    ready =
        ready && SSL_set_alpn_protos(ssl_, reinterpret_cast<const unsigned char*>(protocols.data()),
                                     static_cast<unsigned>(protocols.size())) == 0;
  }
  ssl_session_st* const known = context_->session_for(session_key_);
  if (known != nullptr) ready = ready && SSL_set_session(ssl_, known) == 1;
  if (!ready) {
    SSL_free(ssl_);
    throw setup_error("the server's name '" + wanted_name_ + "' cannot be used for TLS");
  }
}

tls_link::~tls_link() {
  // Without this OpenSSL takes the end for a broken one and spoils the session that is kept.
  SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(ssl_);
}

tls_link* tls_link::of(const ssl_st* ssl) noexcept {
  return static_cast<tls_link*>(SSL_get_app_data(ssl));
}

int tls_link::certificate_checked(int good, x509_store_ctx_st* check) {
  if (good == 1) return 1;
  auto* const ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(check, SSL_get_ex_data_X509_STORE_CTX_idx()));
  tls_link& self = *of(ssl);
  self.problem_code_ = X509_STORE_CTX_get_error(check);
  try {
    self.problem_ = certificate_problem(self.problem_code_, X509_STORE_CTX_get_current_cert(check),
                                        self.wanted_name_);
  } catch (const std::bad_alloc&) {
    self.problem_.clear();
  }
  return 0;
}

tls_step tls_link::after(int result) noexcept {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return tls_step::more;
    case SSL_ERROR_ZERO_RETURN:
      return state = tls_step::ended;
    default:
      break;
  }
  try {
    if (problem_.empty()) problem_ = handshake_problem(wanted_name_, alpn_wanted_);
  } catch (const std::bad_alloc&) {
    problem_.clear();
  }
  ERR_clear_error();
  return state = tls_step::failed;
}

tls_step tls_link::shake_hands(std::span<const std::byte>& received) noexcept {
  const step_scope step(shared_, received);
  const int result = SSL_do_handshake(ssl_);
  return result == 1 ? tls_step::done : after(result);
}

tls_step tls_link::open(std::span<const std::byte>& received, std::span<std::byte> room,
                        std::size_t& size) noexcept {
  const step_scope step(shared_, received);
  size = 0;
  // Room for the largest record, so that OpenSSL never keeps a part of one for the next call.
  while (room.size() - size >= tls_buffers::largest_record) {
    std::size_t taken = 0;
    const int result = SSL_read_ex(ssl_, room.data() + size, room.size() - size, &taken);
    if (result != 1) return after(result);
    size += taken;
  }
  return tls_step::done;
}

bool tls_link::seal(std::span<const std::byte> plain) noexcept {
  std::span<const std::byte> nothing;
  const step_scope step(shared_, nothing);
  std::size_t taken = 0;
  const int result = SSL_write_ex(ssl_, plain.data(), plain.size(), &taken);
  if (result == 1) return true;
  // Nothing a write can wait for: an unfinished handshake does not come here.
  if (after(result) != tls_step::failed) state = tls_step::failed;
  return false;
}

void tls_link::end_our_side() noexcept {
  if ((SSL_get_shutdown(ssl_) & SSL_SENT_SHUTDOWN) != 0 || state == tls_step::failed ||
      SSL_is_init_finished(ssl_) == 0) {
    return;
  }
  std::span<const std::byte> nothing;
  const step_scope step(shared_, nothing);
  SSL_shutdown(ssl_);
  ERR_clear_error();
}

bool tls_link::between_records() const noexcept {
  return SSL_has_pending(ssl_) == 0 && std::strcmp(SSL_rstate_string(ssl_), "RH") == 0;
}

std::uint32_t tls_link::version() const noexcept {
  return static_cast<std::uint32_t>(SSL_version(ssl_));
}

std::string_view tls_link::cipher() const noexcept {
  const char* const name = SSL_get_cipher_name(ssl_);
  return name == nullptr ? std::string_view() : std::string_view(name);
}

std::string_view tls_link::alpn() const noexcept {
  const unsigned char* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(ssl_, &name, &length);
  return {reinterpret_cast<const char*>(name), length};
}

bool tls_link::resumed() const noexcept { return SSL_session_reused(ssl_) == 1; }

bool tls_link::keep_session(ssl_session_st* session) noexcept {
  return context_->keep(session_key_, session);
}

bool tls_link::hold_input(std::span<const std::byte> rest) noexcept {
  try {
    held_in_.assign(rest.begin(), rest.end());
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

}  // namespace veriload::loop

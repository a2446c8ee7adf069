// Certificates made by the test itself. Flow: test -> PEM files -> tls_context, tls_server.
#pragma once

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace veriload::loop::test {

struct openssl_end {
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(SSL* p) const { SSL_free(p); }
};
template <class T>
using owned = std::unique_ptr<T, openssl_end>;

struct identity {
  owned<X509> certificate;
  owned<EVP_PKEY> key;
};

/// What a certificate says; days count from now.
struct wanted_certificate {
  std::vector<std::string> names;  ///< "DNS:shop.test", "IP:127.0.0.1"
  int from_days = -1;
  int to_days = 30;
};

/// A certificate authority with a folder for its files, gone with it.
class tls_authority {
 public:
  tls_authority();
  ~tls_authority();
  tls_authority(const tls_authority&) = delete;

  identity issue(const wanted_certificate& wanted) const;

  /// Its own certificate.
  std::string ca_file() const { return file("ca.pem"); }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  const std::filesystem::path& folder() const { return folder_; }

  /// Writes NAME.pem and NAME.key; the key is encrypted when there is a password.
  void write(const std::string& name, const identity& of, const std::string& password = "") const;

  const identity& self() const { return self_; }

 private:
  std::filesystem::path folder_;
  identity self_;
};

/// One for all tests: making keys takes time.
const tls_authority& authority();

}  // namespace veriload::loop::test

#include "tests/unit/loop/tls_authority.hpp"

#include <boost/test/unit_test.hpp>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>

namespace veriload::loop::test {
namespace {

void add_extension(X509& to, X509& issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &to, nullptr, nullptr, 0);
  X509_EXTENSION* const made = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  BOOST_REQUIRE(made != nullptr);
  X509_add_ext(&to, made, -1);
  X509_EXTENSION_free(made);
}

identity make(const std::string& name, const wanted_certificate& wanted, const identity* issuer) {
  static long serial = 1;
  identity out{owned<X509>(X509_new()), owned<EVP_PKEY>(EVP_EC_gen("P-256"))};
  X509& made = *out.certificate;
  X509_set_version(&made, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(&made), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(&made), wanted.from_days * 86400L);
  X509_gmtime_adj(X509_getm_notAfter(&made), wanted.to_days * 86400L);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(&made), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509& signer = issuer == nullptr ? made : *issuer->certificate;
  X509_set_issuer_name(&made, X509_get_subject_name(&signer));
  X509_set_pubkey(&made, out.key.get());
  add_extension(made, signer, NID_basic_constraints,
                issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
  std::string names;
  for (const std::string& one : wanted.names)
    names += (names.empty() ? "" : ",") + one;
  if (!names.empty()) add_extension(made, signer, NID_subject_alt_name, names);
  EVP_PKEY* const key = issuer == nullptr ? out.key.get() : issuer->key.get();
  BOOST_REQUIRE(X509_sign(&made, key, EVP_sha256()) > 0);
  return out;
}

}  // namespace

tls_authority::tls_authority() {
  char pattern[] = "/tmp/veriload-tls-XXXXXX";
  BOOST_REQUIRE(::mkdtemp(pattern) != nullptr);
  folder_ = pattern;
  wanted_certificate ca;
  ca.to_days = 365;
  // A name of its own: two authorities of one name are told apart by their signatures only.
  static int count = 0;
  self_ = make("test authority " + std::to_string(++count), ca, nullptr);
  write("ca", self_);
}

tls_authority::~tls_authority() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

identity tls_authority::issue(const wanted_certificate& wanted) const {
  return make("a leaf", wanted, &self_);
}

void tls_authority::write(const std::string& name, const identity& of,
                          const std::string& password) const {
  FILE* out = std::fopen(file(name + ".pem").c_str(), "w");
  PEM_write_X509(out, of.certificate.get());
  std::fclose(out);
  out = std::fopen(file(name + ".key").c_str(), "w");
  const auto* secret = reinterpret_cast<const unsigned char*>(password.data());
  PEM_write_PrivateKey(out, of.key.get(), password.empty() ? nullptr : EVP_aes_256_cbc(),
                       password.empty() ? nullptr : secret, static_cast<int>(password.size()),
                       nullptr, nullptr);
  std::fclose(out);
}

const tls_authority& authority() {
  static const tls_authority one;
  return one;
}

}  // namespace veriload::loop::test

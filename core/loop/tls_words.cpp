#include "core/loop/tls_words.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <cctype>
#include <memory>
#include <string_view>

namespace veriload::loop {
namespace {

// A certificate may hold any bytes: what is not a plain letter does not come into a message.
void append_clean(std::string& out, std::string_view text) {
  for (const char c : text.substr(0, 80))
    out += c > 0x20 && c < 0x7f && c != '\'' ? c : '?';
}

std::string_view view_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string address_text(std::string_view bytes) {
  std::string out;
  char part[8];
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (bytes.size() == 4) {
      std::snprintf(part, sizeof part, i == 0 ? "%u" : ".%u", unsigned{byte});
    } else {
      std::snprintf(part, sizeof part, i != 0 && i % 2 == 0 ? ":%02x" : "%02x", unsigned{byte});
    }
    out += part;
  }
  return out;
}

struct names_end {
  void operator()(GENERAL_NAMES* names) const noexcept { GENERAL_NAMES_free(names); }
};

// The first names of a certificate: "'a.test', 'b.test' and 3 more".
std::string names_of(const X509* certificate) {
  constexpr int shown = 3;
  std::string out;
  int count = 0;
  const std::unique_ptr<GENERAL_NAMES, names_end> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
    if (++count > shown) continue;
    out += out.empty() ? "'" : ", '";
    if (name->type == GEN_DNS) {
      append_clean(out, view_of(name->d.dNSName));
    } else {
      out += address_text(view_of(name->d.iPAddress));
    }
    out += '\'';
  }
  if (count > shown) out += " and " + std::to_string(count - shown) + " more";
  if (count != 0) return out;
  const X509_NAME* const subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return "nobody by name";
  out = "'";
  append_clean(out, view_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))));
  return out + "'";
}

struct reason_words {
  int reason;
  std::string_view words;
};

constexpr std::array reasons{
    reason_words{SSL_R_WRONG_VERSION_NUMBER, "the peer speaks no TLS"},
    reason_words{SSL_R_HTTP_REQUEST, "the peer speaks no TLS"},
    reason_words{SSL_R_PACKET_LENGTH_TOO_LONG, "the peer speaks no TLS"},
    reason_words{SSL_R_RECORD_LENGTH_MISMATCH, "the peer speaks no TLS"},
    reason_words{SSL_R_UNSUPPORTED_PROTOCOL,
                 "the peer's TLS version is outside of min_version and max_version"},
    reason_words{SSL_R_TLSV1_ALERT_PROTOCOL_VERSION,
                 "the peer speaks none of the TLS versions offered"},
    reason_words{SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE,
                 "the peer refused the handshake: no shared cipher, or it wants a client "
                 "certificate"},
    reason_words{SSL_R_NO_SHARED_CIPHER, "no shared cipher"},
    reason_words{SSL_R_NO_CIPHERS_AVAILABLE, "no shared cipher: none is left for this version"},
    reason_words{SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY, "no shared cipher that the peer trusts"},
    reason_words{SSL_R_WRONG_CIPHER_RETURNED, "the peer chose a cipher that was not offered"},
    reason_words{SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED, "the peer requires a client certificate"},
    reason_words{SSL_R_TLSV1_ALERT_UNKNOWN_CA, "the peer does not trust the client certificate"},
    reason_words{SSL_R_SSLV3_ALERT_BAD_CERTIFICATE, "the peer refused the client certificate"},
    reason_words{SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE,
                 "the peer does not take client certificates of this kind"},
    reason_words{SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED, "the client certificate has expired"},
    reason_words{SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED, "the client certificate is revoked"},
    reason_words{SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN, "the peer refused the client certificate"},
    reason_words{SSL_R_TLSV1_ALERT_ACCESS_DENIED, "the peer denies access"},
    reason_words{SSL_R_TLSV1_ALERT_DECRYPT_ERROR, "the peer could not check our handshake"},
    reason_words{SSL_R_TLSV1_ALERT_INTERNAL_ERROR, "the peer had an internal error"},
    reason_words{SSL_R_TLSV1_ALERT_NO_RENEGOTIATION,
                 "the peer wants a renegotiation, which is off"},
    reason_words{SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC, "a record was damaged on the way"},
    reason_words{SSL_R_SSLV3_ALERT_BAD_RECORD_MAC, "the peer got a damaged record"},
    reason_words{SSL_R_DH_KEY_TOO_SMALL, "the peer's key exchange is too weak"},
    reason_words{SSL_R_EE_KEY_TOO_SMALL, "a key is too small"},
    reason_words{SSL_R_CA_KEY_TOO_SMALL, "a key is too small"},
};

}  // namespace

std::string certificate_problem(int code, const x509_st* certificate, std::string_view wanted) {
  switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "certificate is not valid yet";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "the certificate is self-signed and not trusted";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return "the root of the certificate's chain is not trusted";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return "the issuer of the certificate is not trusted, or its chain is not complete";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      if (certificate == nullptr) break;
      return "the certificate is for " + names_of(certificate) + ", wanted '" +
             std::string(wanted) + "'";
    case X509_V_ERR_INVALID_PURPOSE:
      return "the certificate is not one of a server";
    case X509_V_ERR_CERT_REVOKED:
      return "certificate is revoked";
    default:
      break;
  }
  return X509_verify_cert_error_string(code);
}

std::string handshake_problem(std::string_view wanted, std::string_view alpn) {
  const unsigned long code = ERR_peek_error();
  const char* const raw = code == 0 ? nullptr : ERR_reason_error_string(code);
  const int reason = ERR_GET_LIB(code) == ERR_LIB_SSL ? ERR_GET_REASON(code) : 0;
  ERR_clear_error();
  if (reason == SSL_R_TLSV1_UNRECOGNIZED_NAME)
    return "the peer has no certificate for '" + std::string(wanted) + "'";
  if (reason == SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL)
    return "the peer speaks none of the protocols offered by ALPN: " + std::string(alpn);
  for (const auto& [known, words] : reasons) {
    if (reason == known) return std::string(words);
  }
  return raw == nullptr ? "the TLS layer failed" : std::string("TLS failed: ") + raw;
}

}  // namespace veriload::loop

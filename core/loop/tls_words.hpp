// TLS failures in words that say what to do. Flow: tls_link -> [words] -> failure_reasons.
#pragma once

#include <string>
#include <string_view>

struct x509_st;

namespace veriload::loop {

/// Why a certificate was refused, by its X509_V_ERR code: "certificate has expired", "the
/// certificate is for 'a.test', wanted 'b.test'". `certificate` may be null.
std::string certificate_problem(int code, const x509_st* certificate, std::string_view wanted);

/// What the first entry of OpenSSL's error queue means to a user; `wanted` is the server's name and
/// `alpn` what was offered. The queue is emptied.
std::string handshake_problem(std::string_view wanted, std::string_view alpn);

}  // namespace veriload::loop

#include "core/loop/tls_context.hpp"

#include "core/base/setup_error.hpp"
#include "core/loop/tls_contexts.hpp"
#include "tests/unit/loop/tls_server.hpp"

#include <fstream>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

/// What `tls_open` says to the options; empty when it takes them.
std::string refusal(const vl_tls_options& options) {
  try {
    tls_contexts().open(options, authority().folder());
    return "";
  } catch (const setup_error& error) {
    return error.what();
  }
}

std::string in_folder(const char* name) { return authority().file(name); }

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_context_suite)

BOOST_AUTO_TEST_CASE(defaults_are_taken_and_files_start_at_the_folder) {
  vl_tls_options options{};
  options.struct_size = sizeof options;
  BOOST_TEST(refusal(options) == "");
  options.ca_file = str("ca.pem");
  BOOST_TEST(refusal(options) == "");
  const std::string absolute = in_folder("ca.pem");
  options.ca_file = str(absolute);
  BOOST_TEST(refusal(options) == "");
}

BOOST_AUTO_TEST_CASE(a_missing_or_wrong_file_is_named) {
  vl_tls_options options = trusting();
  options.ca_file = str("none.pem");
  BOOST_TEST(refusal(options) ==
             "ca file " + in_folder("none.pem") + ": no such file or directory");
  std::ofstream(in_folder("text.pem")) << "no certificate";
  options.ca_file = str("text.pem");
  BOOST_TEST(refusal(options) ==
             "ca file " + in_folder("text.pem") + ": has no certificate in PEM form");
  options = trusting();
  options.certificate_file = str("none.pem");
  BOOST_TEST(refusal(options) ==
             "client certificate " + in_folder("none.pem") + ": no such file or directory");
  options.certificate_file = str("text.pem");
  BOOST_TEST(refusal(options).starts_with("client certificate " + in_folder("text.pem") +
                                          ": has no certificate in PEM form"));
  options = trusting();
  options.key_file = str("ca.key");
  BOOST_TEST(refusal(options) ==
             "client key " + in_folder("ca.key") + " is given without a certificate");
  options = trusting();
  options.key_log_file = str("no/such/folder.log");
  BOOST_TEST(refusal(options).starts_with("key log file "));
}

BOOST_AUTO_TEST_CASE(a_key_must_open_and_belong_to_its_certificate) {
  authority().write("locked", authority().issue({{"DNS:client"}}), "sesame");
  vl_tls_options options = trusting();
  options.certificate_file = str("locked.pem");
  options.key_file = str("locked.key");
  const std::string key = "client key " + in_folder("locked.key");
  BOOST_TEST(refusal(options) ==
             key + ": has no private key in PEM form, or the password is missing");
  options.key_password = str("wrong");
  BOOST_TEST(refusal(options) ==
             key + ": has no private key in PEM form, or the password is wrong");
  options.key_password = str("sesame");
  BOOST_TEST(refusal(options) == "");
  options.key_file = str("ca.key");
  BOOST_TEST(refusal(options) == "client key " + in_folder("ca.key") +
                                     ": does not belong to the certificate " +
                                     in_folder("locked.pem"));
}

BOOST_AUTO_TEST_CASE(each_name_of_a_cipher_must_be_known) {
  vl_tls_options options = trusting();
  options.ciphers = str("ECDHE-RSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256:!aNULL");
  BOOST_TEST(refusal(options) == "");
  options.ciphers = str("ECDHE-RSA-AES128-GCM-SHA256:AES129");
  BOOST_TEST(refusal(options) == "ciphers: unknown name AES129, expected a name of OpenSSL");
  options.ciphers = str("TLS_NO_SUCH_SUITE");
  BOOST_TEST(refusal(options).starts_with("ciphers: unknown name TLS_NO_SUCH_SUITE"));
}

BOOST_AUTO_TEST_CASE(versions_and_flags_are_checked) {
  vl_tls_options options = trusting();
  options.min_version = 12;
  BOOST_TEST(refusal(options).starts_with("min_version is 12, expected"));
  options.min_version = 0x0304;
  options.max_version = 0x0303;
  BOOST_TEST(refusal(options) == "max_version is below min_version");
  options = trusting();
  options.flags = 64;
  BOOST_TEST(refusal(options).starts_with("flags are 64"));
}

BOOST_AUTO_TEST_SUITE_END()

// The SHA-256 of the first personas of each locale. Flow: golden.py -> [digest] -> comparison.
//
//   digest N [LOCALE...]    one line per locale: its code and the digest of N personas as JSON
//   lines
#include "core/personas/dataset/record_writer.hpp"
#include "core/personas/engine_source.hpp"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

using namespace veriload;

namespace {

struct digest_end {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

std::string digest_of(const std::string& locale, std::uint64_t personas) {
  config::data_plan plan;
  plan.pool_size = 1'000'000;
  plan.seed = 42;
  plan.locales = {{locale, 1.0}};
  plan.source = "verisim";
  const personas::engine_source source(plan);
  std::vector<personas::field_id> all(source.fields().size());
  std::iota(all.begin(), all.end(), personas::field_id{0});
  const auto writer = personas::make_writer(personas::record_format::jsonl, source, all, "");

  const std::unique_ptr<EVP_MD_CTX, digest_end> context(EVP_MD_CTX_new());
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::string text;
  for (std::uint64_t i = 0; i < personas; ++i) {
    text.clear();
    writer->add(i, text);
    EVP_DigestUpdate(context.get(), text.data(), text.size());
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), bytes, &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", bytes[i]);
    hex += pair;
  }
  return hex;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t personas = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
  if (personas == 0) {
    std::fprintf(stderr, "usage: digest N [LOCALE...]\n");
    return 2;
  }
  const personas::image::tables& tables = personas::image::instance();
  std::vector<std::string> locales(argv + 2, argv + argc);
  for (std::uint32_t i = 0; argc == 2 && i < tables.locales(); ++i)
    locales.emplace_back(tables.locale(i).code());
  for (const std::string& locale : locales)
    std::printf("%s %s\n", locale.c_str(), digest_of(locale, personas).c_str());
}

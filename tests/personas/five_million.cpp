// Five million personas have five million user names, mail addresses and ids. Two locales share
// their name tables, which is the worst case for user names. Flow: ctest -> [five million].
#include "core/base/random.hpp"
#include "core/personas/engine_source.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace veriload;

namespace {

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return base::mix64(hash);
}

struct seen {
  std::uint64_t hash;
  std::uint64_t index;
};

// The number of values that stand more than once; equal hashes are looked at again, in full.
std::uint64_t repeated(const personas::engine_source& source, const char* path) {
  const personas::field_id field = source.required_field(path);
  std::vector<seen> all;
  all.reserve(source.count());
  std::string text, other;
  for (std::uint64_t i = 0; i < source.count(); ++i) {
    source.value(i, field, text);
    all.push_back({hash_of(text), i});
  }
  std::ranges::sort(all, {}, &seen::hash);
  std::uint64_t found = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].hash != all[i - 1].hash) continue;
    source.value(all[i].index, field, text);
    source.value(all[i - 1].index, field, other);
    if (text == other) {
      ++found;
      std::printf("%s: %s at %llu and %llu\n", path, text.c_str(),
                  static_cast<unsigned long long>(all[i - 1].index),
                  static_cast<unsigned long long>(all[i].index));
    }
    if (found == 10) break;
  }
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  config::data_plan plan;
  plan.pool_size = argc > 1 ? std::strtoll(argv[1], nullptr, 10) : 5'000'000;
  plan.seed = 42;
  plan.locales = {{"en_US", 50}, {"en_GB", 25}, {"de_DE", 15}, {"zh_CN", 10}};
  plan.source = "verisim";
  const personas::engine_source source(plan);
  std::uint64_t wrong = 0;
  for (const char* path : {"person.username", "contact.email", "external_id"})
    wrong += repeated(source, path);
  std::printf("%lld personas, %llu repeated values\n", static_cast<long long>(plan.pool_size),
              static_cast<unsigned long long>(wrong));
  return wrong == 0 ? 0 : 1;
}

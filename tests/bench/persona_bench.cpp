// What personas cost. Flow: by hand, or by persona_count.py.
//
//   persona_bench rate N     N personas of four locales, three fields each; prints personas per
//                            second of CPU time
//   persona_bench count N    the same without the clock, for valgrind --tool=callgrind
//   persona_bench memory N   the same out of a pool of N, and the growth of the anonymous memory
//                            in kilobytes since before the first persona
#include "core/personas/engine_source.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>

using namespace veriload;

namespace {

config::data_plan plan_of(std::int64_t pool) {
  config::data_plan plan;
  plan.pool_size = pool;
  plan.seed = 42;
  plan.locales = {{"en_US", 60}, {"de_DE", 25}, {"ja_JP", 10}, {"pl_PL", 5}};
  plan.source = "verisim";
  return plan;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Name, login and mail: what a registration sends.
std::size_t draw(const personas::engine_source& source, std::uint64_t personas) {
  const personas::field_id fields[] = {source.required_field("person.name"),
                                       source.required_field("person.username"),
                                       source.required_field("contact.email")};
  std::string texts[3];
  std::size_t bytes = 0;
  for (std::uint64_t i = 0; i < personas; ++i) {
    source.values(i, fields, texts);
    bytes += texts[0].size() + texts[1].size() + texts[2].size();
  }
  return bytes;
}

long anonymous_kilobytes() {
  long found = -1;
  char line[256];
  std::FILE* const status = std::fopen("/proc/self/status", "r");
  while (status != nullptr && std::fgets(line, sizeof line, status) != nullptr) {
    if (std::sscanf(line, "RssAnon: %ld", &found) == 1) break;
  }
  if (status != nullptr) std::fclose(status);
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 3 ? argv[1] : "";
  const std::uint64_t personas = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 0;
  if (personas == 0 || (what != "rate" && what != "count" && what != "memory")) {
    std::fprintf(stderr, "usage: persona_bench rate|count|memory N\n");
    return 2;
  }
  const bool memory = what == "memory";
  const personas::engine_source source(
      plan_of(memory ? static_cast<std::int64_t>(personas) : 1'000'000'000));
  const long before = anonymous_kilobytes();
  const double start = cpu_seconds();
  const std::size_t bytes = draw(source, personas);
  const double seconds = cpu_seconds() - start;
  if (what == "rate") std::printf("%.0f\n", static_cast<double>(personas) / seconds);
  if (memory) std::printf("%ld\n", anonymous_kilobytes() - before);
  return bytes == 0 ? 1 : 0;
}

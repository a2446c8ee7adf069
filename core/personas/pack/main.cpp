// persona_pack: checks the tables of personas and packs them into an image. Flow: build ->
// [persona_pack] -> veriload.
#include "core/personas/pack/pack.hpp"

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

constexpr const char* usage =
    "usage: persona_pack DATA IMAGE    check the tables below DATA and write them to IMAGE\n"
    "       persona_pack --check DATA  only check them\n"
    "\n"
    "DATA holds the folder `shared` and one for each locale; its README says what the tables look\n"
    "like. Each problem is one line on stderr: file:line:column: found ..., expected ...\n"
    "Nothing is written when there is one.\n"
    "\n"
    "exit codes: 0 well, 1 problems in the tables, 2 wrong arguments or files that cannot be "
    "used\n";

constexpr int wrong_tables = 1;
constexpr int wrong_use = 2;

int run(const char* data, const char* image) {
  veriload::personas::pack::problems found;
  const auto bytes = veriload::personas::pack::pack_folder(data, found);
  for (const auto& line : found.lines())
    std::fprintf(stderr, "%s/%s\n", data, line.c_str());
  if (!found.none()) {
    std::fprintf(stderr, "persona_pack: %zu problems, nothing is packed\n", found.lines().size());
    return wrong_tables;
  }
  if (image != nullptr) veriload::personas::pack::write_file(image, bytes);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view first = count > 1 ? arguments[1] : "";
  if (first == "--help" || first == "-h") {
    std::fputs(usage, stdout);
    return 0;
  }
  if (count != 3 || (first.starts_with('-') && first != "--check")) {
    std::fputs(usage, stderr);
    return wrong_use;
  }
  try {
    return first == "--check" ? run(arguments[2], nullptr) : run(arguments[1], arguments[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "persona_pack: %s\n", error.what());
    return wrong_use;
  }
}

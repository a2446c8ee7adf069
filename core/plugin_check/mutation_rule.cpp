// Rule F01: importers and parsers of protocols get spoiled input.
#include "core/base/setup_error.hpp"
#include "core/plugin_check/documents.hpp"
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/mapped_plugin.hpp"
#include "core/plugin_check/peers.hpp"
#include "core/plugin_check/rules.hpp"
#include "core/plugin_check/slots.hpp"
#include "core/plugin_check/watch.hpp"

#include <string>

namespace veriload::plugin_check {
namespace {

constexpr std::uint64_t documents_per_sample = 200;
constexpr std::uint64_t answers = 150;

std::string with_seed(const char* what, std::uint64_t seed) {
  return std::string(what) + ", --seed " + std::to_string(seed);
}

void spoil_documents(const vl_plugin_v1& d, const subject& on) {
  const in_stage importing(stage::main);
  checked_host host;
  void* self = nullptr;
  bounded_error error("init");
  if (d.init(host.handle(), &self, error.get()) != VL_OK)
    throw setup_error("init fails: " + error.text());
  const void* const table = d.component(self, VL_COMP_IMPORTER);
  if (table != nullptr && missing_slots(VL_COMP_IMPORTER, table).empty()) {
    for (const sample_document& sample : sample_documents()) {
      for (std::uint64_t i = 0; i < documents_per_sample; ++i) {
        on.doing(
            with_seed(("import of a spoiled " + std::string(sample.file_name)).c_str(), on.seed) +
            ", number " + std::to_string(i));
        import_document(*static_cast<const vl_importer_v1*>(table), self, sample.file_name,
                        mutated(sample.text, on.seed + i));
      }
    }
  }
  d.fini(self);
}

void spoil_answers(const vl_plugin_v1& d, const subject& on) {
  for (std::uint64_t i = 0; i < answers; ++i) {
    conditions under;
    under.seed = on.seed + i;
    under.answer = mutated(small_answer(), on.seed + i);
    if (under.answer.empty()) continue;
    under.slice = i % 3 == 0 ? 1 : SIZE_MAX;
    under.doing = [&](std::string_view step) {
      on.doing(std::string(step) + with_seed(" of a spoiled answer", on.seed) + ", number " +
               std::to_string(i));
    };
    live_through(d, under);
  }
}

}  // namespace

verdict check_fuzzed(const subject& on) {
  const vl_plugin_v1& d = descriptor_of(on.file());
  const bool imports = provides(d, VL_COMP_IMPORTER);
  const bool speaks = provides(d, VL_COMP_PROTOCOL);
  if (!imports && !speaks) return {outcome::passed, "nothing in it parses"};
  if (imports) spoil_documents(d, on);
  if (speaks) spoil_answers(d, on);
  const auto found = findings_of("F01");
  if (!found.empty()) return {outcome::failed, with_seed(found.front().c_str(), on.seed)};
  return {outcome::passed, with_seed("mutated", on.seed)};
}

}  // namespace veriload::plugin_check

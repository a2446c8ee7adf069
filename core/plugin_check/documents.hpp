// Documents for importers, whole and spoiled. Flow: seed -> [documents] -> importers.
#pragma once

#include "veriload_abi.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace veriload::plugin_check {

/// A small document of a kind that importers know.
struct sample_document {
  std::string_view file_name;
  std::string_view text;
};

/// An OpenAPI document, a HAR recording, YAML, an empty file, bytes of no kind. Thread: any.
std::span<const sample_document> sample_documents();

/// The text with a few bytes changed, cut out, doubled or moved; a function of the seed. Thread:
/// any.
std::string mutated(std::string_view text, std::uint64_t seed);

/// Lets an importer score and convert a document. Breaks of F01 are told to `watch`. Thread: main.
void import_document(const vl_importer_v1& table, void* self, std::string_view file_name,
                     std::string_view document);

}  // namespace veriload::plugin_check

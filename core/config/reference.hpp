// The configuration reference, written from the schema. Flow: schema -> [reference] ->
// documentation, editors.
#pragma once

#include <string>
#include <vector>

namespace veriload::config {

/// Every section and key with type, default, unit and meaning, as a Markdown page. Thread: any.
std::string reference_markdown();

/// A JSON schema (draft 2020-12) for editors. `extra_sections` are the plugins' sections, allowed
/// unchecked. It accepts what the loader accepts in its natural spelling; rules between keys are
/// the loader's alone.
std::string json_schema(const std::vector<std::string>& extra_sections = {});

}  // namespace veriload::config

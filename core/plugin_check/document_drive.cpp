// Importers and reporters: documents in, documents out, no loop.
#include "core/plugin_check/documents.hpp"
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/watch.hpp"

#include <veriload/testing/fake_node.hpp>

#include <algorithm>
#include <string>

namespace veriload::plugin_check {
namespace {

using testing::fake_node;

// Where an importer writes: nothing is kept, but the paths are looked at.
vl_status take_file(void* ctx, vl_str path, vl_cbuf) noexcept {
  const std::string_view text(path.ptr, path.len);
  if (text.empty() || text.front() == '/' || text.find("..") != std::string_view::npos)
    found_broken("F01", std::string(static_cast<const char*>(ctx)) + " wrote the file \"" +
                            std::string(text) + "\", expected a relative path without \"..\"");
  return VL_OK;
}

vl_status take_bytes(void*, vl_cbuf) noexcept { return VL_OK; }

// The shape of a run's result, small.
fake_node small_result() {
  return fake_node::parse(R"({"run": {"name": "check", "users": 2, "duration": 1.5},
    "verdict": "passed", "endpoints": [{"name": "GET /", "requests": 3, "failures": 0}],
    "gates": [], "totals": {"requests": 3, "failures": 0, "rate": 2.0}, "notes": null})");
}

}  // namespace

void import_document(const vl_importer_v1& table, void* self, std::string_view file_name,
                     std::string_view document) {
  const in_stage importing(stage::main);
  const vl_cbuf bytes{document.data(), document.size()};
  const std::int32_t score = table.score(
      self, view_of(file_name), {document.data(), std::min<std::size_t>(document.size(), 4096)});
  if (score < 0 || score > 100)
    found_broken("F01", std::string(table.name) + ".score answers " + std::to_string(score) +
                            ", expected 0 to 100");
  static const fake_node options = fake_node::map({});
  const vl_output output{const_cast<char*>(table.name), &take_file};
  bounded_error error(std::string(table.name) + ".convert");
  table.convert(self, view_of(file_name), bytes, options.handle(), &output, error.get());
}

void drive_importer(drive& on, const vl_importer_v1& table) {
  on.under().doing(std::string("importer ") + table.name);
  for (const sample_document& sample : sample_documents())
    import_document(table, on.self, sample.file_name, sample.text);
  on.told.driven.push_back(std::string("importer ") + table.name);
}

void drive_reporter(drive& on, const vl_reporter_v1& table) {
  const std::string name = std::string("reporter ") + table.name;
  on.under().doing(name);
  const fake_node plan = fake_node::parse(R"({"run": {"name": "check"}, "reports": {}})");
  const fake_node result = small_result();
  const vl_sink sink{nullptr, &take_bytes};
  bounded_error error(name);
  {
    const in_stage starting(stage::main);
    if (table.begin != nullptr && table.begin(on.self, plan.handle(), error.get()) != VL_OK)
      return on.skip(name, error.text());
  }
  {
    const in_stage reporting(stage::report);
    vl_sample sample{};
    sample.struct_size = sizeof sample;
    if ((table.flags & VL_REPORTER_SAMPLES) != 0) table.samples(on.self, &sample, 1, sizeof sample);
    vl_row row{};
    row.struct_size = sizeof row;
    row.name = view_of("GET /");
    const vl_snapshot snapshot{sizeof(vl_snapshot), 1, 0, second, &row, sizeof row, 2};
    if (table.snapshot != nullptr) table.snapshot(on.self, &snapshot);
    if (table.finish != nullptr) table.finish(on.self, result.handle(), &sink, error.get());
  }
  const in_stage starting(stage::main);
  if (table.render != nullptr) {
    const fake_node options = fake_node::map({});
    table.render(on.self, plan.handle(), options.handle(), &sink, error.get());
  }
  on.told.driven.push_back(name);
}

}  // namespace veriload::plugin_check

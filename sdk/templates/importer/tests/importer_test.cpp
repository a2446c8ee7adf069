// The importer against a host in memory: what it makes of a list, and what it refuses.
#include <veriload/plugin.hpp>
#include <veriload/testing/plugin_under_test.hpp>

#include <cstdio>
#include <exception>
#include <map>
#include <string>

extern "C" const vl_plugin_v1* veriload_plugin_v1_NEWIDENT(void) noexcept;

namespace {

using namespace veriload::testing;

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

struct converted {
  vl_status status = VL_OK;
  std::string error;
  std::map<std::string, std::string> files;
};

converted convert(std::string_view input, const char* options = "{}") {
  fake_host host;
  plugin_under_test plugin(host, veriload_plugin_v1_NEWIDENT());
  const auto& importer = plugin.component<vl_importer_v1>(VL_COMP_IMPORTER);
  const fake_node tree = fake_node::parse(options);
  converted made;
  const vl_output output{&made.files, [](void* files, vl_str path, vl_cbuf content) noexcept {
                           auto& all = *static_cast<std::map<std::string, std::string>*>(files);
                           all[std::string(veriload::to_view(path))] = veriload::to_view(content);
                           return vl_status{VL_OK};
                         }};
  vl_error error = veriload::new_error();
  made.status = importer.convert(plugin.self(), veriload::to_str("shop.paths"),
                                 veriload::to_bytes(input), tree.handle(), &output, &error);
  made.error = veriload::message_of(error);
  return made;
}

void a_list_becomes_a_scenario() {
  auto made = convert("# the shop\nGET /cart?page=1\n\nDELETE /cart/1\n",
                      R"({"base_url": "http://127.0.0.1:9000"})");
  expect(made.status == VL_OK, "a good list is taken");
  const std::string& scenario = made.files["scenario.cpp"];
  expect(scenario.find("\"GET\", \"/cart?page=1\").name(\"GET /cart\")") != std::string::npos,
         "the first request is in the scenario");
  expect(scenario.find("\"DELETE\", \"/cart/1\"") != std::string::npos, "so is the second");
  expect(made.files["veriload.yaml"].find("http://127.0.0.1:9000") != std::string::npos,
         "the address is the one of the options");
}

void a_wrong_line_is_named() {
  const auto made = convert("GET /cart\nFETCH /cart\n");
  expect(made.status == VL_E_INVALID, "a wrong line is refused");
  expect(made.error.starts_with("shop.paths:2: expected GET"), "its place is told");
  expect(made.files.empty(), "nothing is written then");
  expect(convert("GET /\" + system(\"\n").status == VL_E_INVALID, "no text leaves its quotes");
  expect(convert("# nothing\n").status == VL_E_INVALID, "an empty list is refused");
}

void its_own_files_are_known() {
  fake_host host;
  plugin_under_test plugin(host, veriload_plugin_v1_NEWIDENT());
  const auto& importer = plugin.component<vl_importer_v1>(VL_COMP_IMPORTER);
  const auto score = [&](std::string_view name, std::string_view head) {
    return importer.score(plugin.self(), veriload::to_str(name), veriload::to_bytes(head));
  };
  expect(score("shop.paths", "") > score("shop.txt", "GET /cart"), "the ending says most");
  expect(score("shop.json", "{\"openapi\": 3}") == 0, "other documents are left to others");
}

}  // namespace

int main() {
  try {
    a_list_becomes_a_scenario();
    a_wrong_line_is_named();
    its_own_files_are_known();
  } catch (const std::exception& e) {
    expect(false, e.what());
  }
  return failures == 0 ? 0 : 1;
}

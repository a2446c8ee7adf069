// The importer "NEWNAME": a list of lines like "GET /cart" becomes a scenario and its
// configuration. Put your format in its place.
#include <veriload/importer.hpp>

#include <string>
#include <utility>
#include <vector>

namespace NEWIDENT_plugin {

struct request {
  std::string verb;
  std::string path;
};

bool known_verb(std::string_view word) {
  return word == "GET" || word == "HEAD" || word == "DELETE" || word == "OPTIONS";
}

// What of a path needs no care in a C++ text.
bool plain_path(std::string_view path) {
  return path.starts_with("/") &&
         path.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
             "/-._~%?=&+,;:@") == std::string_view::npos;
}

// One line without its end and what comes after '#'; empty lines are left out.
std::string_view cleaned(std::string_view line) {
  line = line.substr(0, line.find('#'));
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
    line.remove_suffix(1);
  return line;
}

// Throws veriload::error that names the line.
std::vector<request> read_list(std::string_view file_name, std::string_view input) {
  std::vector<request> found;
  for (std::size_t number = 1; !input.empty(); ++number) {
    const std::size_t end = input.find('\n');
    const std::string_view line = cleaned(input.substr(0, end));
    input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
    if (line.empty()) continue;
    const std::size_t space = line.find(' ');
    const std::string_view verb = line.substr(0, space);
    const std::string_view path =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    if (!known_verb(verb) || !plain_path(path)) {
      throw veriload::error("import",
                            std::string(file_name) + ":" + std::to_string(number) +
                                ": expected GET, HEAD, DELETE or OPTIONS and a path, found \"" +
                                std::string(line) + "\"",
                            VL_E_INVALID);
    }
    found.push_back({std::string(verb), std::string(path)});
  }
  if (found.empty()) {
    throw veriload::error("import", std::string(file_name) + ": expected at least one request",
                          VL_E_INVALID);
  }
  return found;
}

std::string scenario_of(const std::vector<request>& requests) {
  std::string text =
      "#include <veriload/scenario.hpp>\n\n"
      "class visitor : public veriload::user {\n public:\n"
      "  veriload::task<> visit() {\n";
  for (const request& r : requests) {
    const std::string name = r.verb + " " + r.path.substr(0, r.path.find('?'));
    text += "    {\n      auto reply = co_await http().request(\"" + r.verb + "\", \"" + r.path +
            "\").name(\"" + name + "\");\n      check(reply.ok(), \"" + name + "\");\n    }\n";
  }
  return text +
         "    co_await sleep(uniform(0.5, 1.5));\n  }\n};\n\n"
         "VERILOAD_SCENARIO(s) { s.user<visitor>(\"Visitor\").task(\"visit\", &visitor::visit); "
         "}\n";
}

std::string config_of(std::string_view base_url) {
  return "scenario:\n  path: scenario.cpp\n  user_class: Visitor\n\nrun:\n  base_url: " +
         std::string(base_url) +
         "\n  users: 10\n\nprofile:\n  type: soak\n  duration_seconds: 10\n\n"
         "safety:\n  allowed_hosts: [127.0.0.1]\n";
}

class plugin {
 public:
  explicit plugin(veriload::host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr auto table =
        veriload::importer_table<plugin>("NEWNAME", "a list of lines like \"GET /cart\"");
    return id == VL_COMP_IMPORTER ? &table : nullptr;
  }
  const vl_config_v1& trees() const { return *trees_; }

  int score(std::string_view file_name, std::string_view head) const {
    if (file_name.ends_with(".paths")) return 90;
    return known_verb(head.substr(0, head.find(' '))) ? 30 : 0;
  }

  // Options: base_url.
  void convert(std::string_view file_name, std::string_view input, veriload::node_view options,
               const veriload::imported_files& files) {
    const std::vector<request> requests = read_list(file_name, input);
    files.add("scenario.cpp", scenario_of(requests));
    files.add("veriload.yaml", config_of(options["base_url"].text("http://127.0.0.1:8080")));
  }

 private:
  const vl_config_v1* trees_;
};

using entry = veriload::plugin_entry<plugin>;

}  // namespace NEWIDENT_plugin

VERILOAD_PLUGIN(NEWIDENT, "example.NEWNAME", "0.1.0", "NONE", veriload::ids(VL_COMP_IMPORTER),
                veriload::ids(VL_SVC_CONFIG), veriload::ids(), &NEWIDENT_plugin::entry::init,
                &NEWIDENT_plugin::entry::component, &NEWIDENT_plugin::entry::fini);

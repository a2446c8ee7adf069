// The smallest plugin of a team outside: a command that greets.
#include <veriload/command.hpp>

class greeting {
 public:
  explicit greeting(veriload::host_services) {}
  const void* component(std::string_view id) const {
    static constexpr auto table =
        veriload::command_table<greeting>("greet", "greets", "usage: veriload greet [NAME]...\n");
    return id == VL_COMP_COMMAND ? &table : nullptr;
  }
  veriload::exit_code run(const std::vector<std::string_view>& words, const veriload::output& out,
                          const veriload::output& err) {
    for (const std::string_view word : words)
      out << "hello, " << word << "\n";
    if (!words.empty()) return veriload::exit_code::passed;
    err << "nobody to greet\n";
    return veriload::exit_code::gate_failed;
  }
};

using entry = veriload::plugin_entry<greeting>;

VERILOAD_PLUGIN(greeting, "outside.greeting", "1.0.0", "MIT", veriload::ids(VL_COMP_COMMAND),
                veriload::ids(), veriload::ids(), &entry::init, &entry::component, &entry::fini);

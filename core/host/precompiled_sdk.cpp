#include "core/host/precompiled_sdk.hpp"

#include "core/host/build_inputs.hpp"
#include "core/host/child_process.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace veriload::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* header_of_scenarios = "include/veriload/scenario.hpp";
constexpr const char* inclusion = "#include <veriload/scenario.hpp>\n";

// Where one is, by name: the list of its headers, and folders named after their content.
struct place {
  explicit place(const precompiled_sdk_inputs& inputs) : cache(inputs.cache) {
    salt = inputs.compiler.command + '\n' + inputs.compiler.version + '\n' + inputs.sdk.string();
    for (const auto& flag : inputs.flags)
      salt += '\n' + flag;
    content_hash hash;
    hash.add(salt);
    stem = "precompiled-" + hash.text();
  }
  fs::path list() const { return cache / (stem + ".files"); }
  fs::path folder_of(const std::vector<fs::path>& headers) const {
    return cache / (stem + "-" + hash_of_files(salt, headers));
  }

  fs::path cache;
  std::string salt;
  std::string stem;
};

precompiled_sdk use_of(const precompiled_sdk_inputs& inputs, const fs::path& folder,
                       const std::vector<fs::path>& headers) {
  precompiled_sdk ready;
  ready.folder = folder;
  if (inputs.compiler.is_clang) {
    ready.flags = {"-fpch-validate-input-files-content", "-include-pch",
                   (folder / "sdk.pch").string(), "-Wl,--gc-sections"};
    ready.objects = {(folder / "sdk.o").string()};
  } else {
    ready.flags = {"-include", (folder / "sdk.hpp").string()};
  }
  const std::string own = inputs.sdk.string() + "/";
  std::ranges::copy_if(headers, std::back_inserter(ready.headers),
                       [&](const fs::path& h) { return h.string().starts_with(own); });
  return ready;
}

// Without those of the linker: nothing is linked here, and clang++ warns of each.
std::vector<std::string> compiler_flags(const precompiled_sdk_inputs& inputs) {
  std::vector<std::string> flags;
  std::ranges::copy_if(inputs.flags, std::back_inserter(flags), [](const std::string& flag) {
    return !flag.starts_with("-Wl,") && flag != "-shared";
  });
  return flags;
}

bool works(const std::string& compiler, const std::vector<std::string>& flags,
           std::initializer_list<std::string> more) {
  std::vector<std::string> command{compiler};
  command.insert(command.end(), flags.begin(), flags.end());
  command.insert(command.end(), more);
  // What it says is of no use to the user: the scenario itself is compiled without in that case.
  const auto ended = run_child_silently(command);
  return ended && ended->exit_code == 0;
}

bool make_in(const fs::path& folder, const precompiled_sdk_inputs& inputs) {
  const std::string& compiler = inputs.compiler.command;
  const auto flags = compiler_flags(inputs);
  const std::string rule = (folder / "sdk.d").string();
  if (!inputs.compiler.is_clang) {
    const std::string wrapper = (folder / "sdk.hpp").string();
    std::ofstream(wrapper) << inclusion;
    return works(compiler, flags,
                 {"-x", "c++-header", wrapper, "-MD", "-MF", rule, "-o", wrapper + ".gch"});
  }
  // The SDK's own header and not a wrapper: clang++ wants to see again what it read.
  const std::string read = (folder / "sdk.pch").string();
  return works(compiler, flags,
               {"-fpch-codegen", "-fpch-instantiate-templates", "-fpch-debuginfo",
                "-fpch-validate-input-files-content", "-x", "c++-header",
                (inputs.sdk / header_of_scenarios).string(), "-MD", "-MF", rule, "-o", read}) &&
         works(compiler, flags,
               {"-Wno-unused-command-line-argument", "-ffunction-sections", "-fdata-sections", "-c",
                read, "-o", (folder / "sdk.o").string()});
}

void forget_all_but(const fs::path& folder, const place& at) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(at.cache, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(at.stem + "-") && entry.path() != folder)
      fs::remove_all(entry.path(), failed);
  }
}

// What a process left behind that was ended while it made one.
void forget_the_unfinished(const place& at) {
  std::error_code failed;
  const std::string unfinished = at.stem + ".new";
  for (const auto& entry : fs::directory_iterator(at.cache, failed)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(unfinished)) continue;
    const int maker = std::atoi(name.c_str() + unfinished.size());
    if (maker > 0 && ::kill(maker, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), failed);
  }
}

// The next token's line, without blanks before it and comments.
std::string_view skip_comments(std::string_view text) {
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.starts_with("//")) {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    } else if (text.starts_with("/*")) {
      const auto end = text.find("*/");
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    } else {
      return text;
    }
  }
}

}  // namespace

std::optional<precompiled_sdk> find_precompiled_sdk(const precompiled_sdk_inputs& inputs) {
  const place at(inputs);
  const auto headers = read_file_list(at.list());
  if (headers.empty()) return std::nullopt;
  const fs::path folder = at.folder_of(headers);
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) return std::nullopt;
  return use_of(inputs, folder, headers);
}

std::optional<precompiled_sdk> make_precompiled_sdk(const precompiled_sdk_inputs& inputs) {
  const place at(inputs);
  const std::string own = ".new" + std::to_string(::getpid());
  const fs::path scratch = at.cache / (at.stem + own);
  const auto began = fs::file_time_type::clock::now();
  std::error_code failed;
  forget_the_unfinished(at);
  fs::remove_all(scratch, failed);
  if (!fs::create_directory(scratch, failed)) return std::nullopt;

  std::vector<fs::path> headers;
  if (make_in(scratch, inputs)) {
    headers = files_of_rule(content_of_file(scratch / "sdk.d"));
    std::erase_if(headers, [&](const fs::path& h) { return h.parent_path() == scratch; });
  }
  if (headers.empty() || changed_since(headers, began)) {
    fs::remove_all(scratch, failed);
    return std::nullopt;
  }
  const fs::path folder = at.folder_of(headers);
  fs::rename(scratch, folder, failed);
  if (failed) {
    // Somebody else was faster: a folder of this name has this content.
    fs::remove_all(scratch, failed);
    if (!fs::is_directory(folder, failed)) return std::nullopt;
  }
  if (write_file_list(at.list(), at.cache / (at.stem + own + ".files"), headers))
    return std::nullopt;
  forget_all_but(folder, at);
  return use_of(inputs, folder, headers);
}

bool begins_with_sdk(std::string_view source) {
  if (source.starts_with("\xef\xbb\xbf")) source.remove_prefix(3);
  for (;;) {
    source = skip_comments(source);
    const std::string_view line = source.substr(0, source.find('\n'));
    if (!line.starts_with('#')) return false;
    const std::string_view word = skip_comments(line.substr(1));
    if (!word.starts_with("include")) return false;
    const std::string_view name = skip_comments(word.substr(7));
    if (name.starts_with("<veriload/scenario.hpp>") ||
        name.starts_with("\"veriload/scenario.hpp\""))
      return true;
    if (!name.starts_with('<')) return false;
    source.remove_prefix(line.size());
  }
}

}  // namespace veriload::host

// A new project from a template. Flow: plugin new -> [new project] -> disk.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::cli {

/// Throws setup_error unless `name` is 1 to 40 characters, [a-z][a-z0-9_-]*, and no word that CMake
/// keeps for targets of its own.
void require_project_name(std::string_view name);

/// Copies the files of `from` into the new folder `to`. In their texts NEWNAME becomes `name`, and
/// NEWIDENT becomes `name` as a C identifier. Whole or not at all: everything is written beside
/// `to` and renamed. Gives the written files, relative to `to`, in order.
///
/// Throws setup_error: exit code `usage` when `to` exists or its parent is no writable folder,
/// `plugin` when the template is not there, `unrunnable` when writing fails. Thread: main.
std::vector<std::filesystem::path> make_project(const std::filesystem::path& from,
                                                const std::filesystem::path& to,
                                                const std::string& name);

}  // namespace veriload::cli

// Many lives of one plugin under changing conditions, and what they came to. Flow: rules -> [lives]
// -> drive.
#pragma once

#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/rule.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace veriload::plugin_check {

/// Conditions of an undisturbed life, with the seed and the steps of a subject.
conditions with(const subject& on, std::string_view blame);

/// Tells steps together with the condition they are taken under.
std::function<void(std::string_view)> naming(const subject& on, std::string condition);

/// The verdict on a rule after the lives: broken with what was found of it; not run when the plugin
/// refused to be driven in the `first` life; else passed.
verdict concluded(const life& first, std::string_view id, const char* advice);

}  // namespace veriload::plugin_check

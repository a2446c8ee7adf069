#include "core/extract/expression_cache.hpp"

#include <mutex>

namespace veriload::extract {
namespace {

compiled compile_in(language in, std::string_view text, std::string_view detail, std::string& why) {
  switch (in) {
    case language::regex:
      return compile_regex(text, why);
    case language::css:
      return compile_css(text, detail, why);
    case language::json_path:
      break;
  }
  return compile_json_path(text, why);
}

// A detail never holds what divides it from the text: its length stands in front.
std::string key_of(language in, std::string_view text, std::string_view detail) {
  std::string key = std::to_string(static_cast<int>(in)) + ' ' + std::to_string(detail.size());
  key.append(" ").append(detail).append(text);
  return key;
}

}  // namespace

expression_cache::~expression_cache() {
  for (const auto& slot : made_)
    delete slot.load(std::memory_order_relaxed);
}

std::uint32_t expression_cache::compile(language in, std::string_view text, std::string_view detail,
                                        std::string& why) {
  const std::string key = key_of(in, text, detail);
  {
    const std::shared_lock reading(mutex_);
    if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
  }
  // Outside of the lock: two threads may compile the same text, the second throws its own away.
  compiled made = compile_in(in, text, detail, why);
  if (!made) return 0;
  const std::unique_lock writing(mutex_);
  if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
  if (ids_.size() == limit) {
    why = "over " + std::to_string(limit) +
          " different expressions, expected constants: do not build them from data";
    return 0;
  }
  const auto id = static_cast<std::uint32_t>(ids_.size() + 1);
  ids_.emplace(key, id);
  made_[id - 1].store(made.release(), std::memory_order_release);
  return id;
}

}  // namespace veriload::extract

#include "core/extract/expression.hpp"
#include "core/extract/pattern.hpp"

#include <utility>
#include <vector>

namespace veriload::extract {
namespace {

class regex_expression final : public expression {
 public:
  explicit regex_expression(pattern made) noexcept : pattern_(std::move(made)) {}

  find_result find(std::string_view text, const match_taker& found,
                   std::string& why) const override {
    pattern::groups groups(pattern_);
    std::vector<std::string_view> views(groups.size());
    std::size_t from = 0;
    bool after_empty = false;
    for (;;) {
      const match_result result = pattern_.match(text, from, after_empty, groups);
      if (result == match_result::over_limit) {
        why = "the regular expression took over a million steps, or too much memory, in " +
              std::to_string(text.size()) + " bytes";
        return find_result::over_limit;
      }
      if (result == match_result::none) {
        if (!after_empty || from >= text.size()) return find_result::done;
        from = next_character(text, from);
        after_empty = false;
        continue;
      }
      for (std::size_t i = 0; i < views.size(); ++i)
        views[i] = groups.at(i, text);
      if (!found.take(found.ctx, views)) return find_result::done;
      after_empty = groups.start() == groups.end();
      from = groups.end();
    }
  }

 private:
  // The bytes of one character stay together.
  static std::size_t next_character(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
      ++at;
    return at;
  }

  pattern pattern_;
};

}  // namespace

compiled compile_regex(std::string_view text, std::string& why) {
  auto made = pattern::compile(text, why);
  if (!made) return nullptr;
  return std::make_unique<regex_expression>(std::move(*made));
}

}  // namespace veriload::extract

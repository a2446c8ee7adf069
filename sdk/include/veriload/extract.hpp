// Values out of texts: regular expressions, CSS selectors, JSONPath. Flow: http_response ->
// [extract] -> host.
#pragma once

#include "veriload/error.hpp"
#include "veriload/json.hpp"
#include "veriload/scenario_context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// The searches of one text. What http_response offers is made of these; for other texts:
///
///     auto id = extract(context, text).find_regex("id=(\\d+)");
///
/// Each comes in three forms: find_... gives the first match and throws `error` of kind "extract"
/// when there is none; try_... gives none then; all_... gives every match, in order. A wrong
/// expression, a text that is not of the kind (no JSON), a search past its limit and a host that
/// cannot search throw in all three. Expressions are compiled once per process, so they are meant
/// to be constants. The views must live as long as the object. Thread: any.
class extract {
 public:
  extract(const scenario_context& context, std::string_view text) noexcept
      : context_(&context), text_(text) {}

  /// PCRE2. The first group when the pattern has one, else the whole match.
  std::string find_regex(std::string_view pattern) const {
    return first(VL_EXTRACT_REGEX, pattern, {});
  }
  std::optional<std::string> try_regex(std::string_view pattern) const {
    return maybe(VL_EXTRACT_REGEX, pattern, {});
  }
  std::vector<std::string> all_regex(std::string_view pattern) const {
    return all(VL_EXTRACT_REGEX, pattern, {});
  }

  /// A selector over HTML. The element's text without blanks at its ends, or the value of
  /// `attribute` of the elements that have it.
  std::string find_css(std::string_view selector, std::string_view attribute = {}) const {
    return first(VL_EXTRACT_CSS, selector, attribute);
  }
  std::optional<std::string> try_css(std::string_view selector,
                                     std::string_view attribute = {}) const {
    return maybe(VL_EXTRACT_CSS, selector, attribute);
  }
  std::vector<std::string> all_css(std::string_view selector,
                                   std::string_view attribute = {}) const {
    return all(VL_EXTRACT_CSS, selector, attribute);
  }

  /// JSONPath of RFC 9535. A string as its characters, everything else as it stands in the text.
  std::string find_json(std::string_view path) const {
    return first(VL_EXTRACT_JSON_PATH, path, {});
  }
  std::optional<std::string> try_json(std::string_view path) const {
    return maybe(VL_EXTRACT_JSON_PATH, path, {});
  }
  std::vector<std::string> all_json(std::string_view path) const {
    return all(VL_EXTRACT_JSON_PATH, path, {});
  }

 private:
  struct taker {
    std::vector<std::string> found;
    std::string failure;
    std::uint32_t kind;
    bool only_first;

    void take(const vl_str* groups, std::uint32_t n) {
      const std::string_view text = to_view(groups[n > 1 ? 1 : 0]);
      if (kind == VL_EXTRACT_JSON_PATH && text.size() > 1 && text.front() == '"') {
        found.emplace_back(json::parse(text).as_string());
      } else {
        found.emplace_back(text);
      }
    }

    // No exception may pass through the host.
    static vl_status match(void* ctx, const vl_str* groups, std::uint32_t n) noexcept {
      auto* self = static_cast<taker*>(ctx);
      try {
        self->take(groups, n);
      } catch (const std::exception& e) {
        self->failure = e.what();
        return VL_EOF;
      }
      return self->only_first ? VL_EOF : VL_OK;
    }
  };

  std::vector<std::string> search(std::uint32_t kind, std::string_view expression,
                                  std::string_view detail, bool only_first) const {
    const vl_id id = context_->expression(kind, expression, detail);
    taker to{{}, {}, kind, only_first};
    const vl_match_sink sink{&to, &taker::match};
    vl_error why = new_error();
    const vl_status status =
        context_->extracts->find(context_->host, id, to_bytes(text_), &sink, &why);
    if (status != VL_OK) {
      const std::string_view reason = message_of(why);
      throw error("extract",
                  joined({"\"", expression, "\": ", reason.empty() ? status_word(status) : reason}),
                  status);
    }
    if (!to.failure.empty()) {
      throw error("extract", joined({"\"", expression, "\": ", to.failure}), VL_E_PROTOCOL);
    }
    return std::move(to.found);
  }

  std::string first(std::uint32_t kind, std::string_view expression,
                    std::string_view detail) const {
    std::optional<std::string> found = maybe(kind, expression, detail);
    if (!found) {
      throw error("extract", joined({"nothing matches \"", expression, "\""}), VL_E_PROTOCOL);
    }
    return std::move(*found);
  }

  std::optional<std::string> maybe(std::uint32_t kind, std::string_view expression,
                                   std::string_view detail) const {
    std::vector<std::string> found = search(kind, expression, detail, true);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }

  std::vector<std::string> all(std::uint32_t kind, std::string_view expression,
                               std::string_view detail) const {
    return search(kind, expression, detail, false);
  }

  const scenario_context* context_;
  std::string_view text_;
};

}  // namespace v1
}  // namespace veriload

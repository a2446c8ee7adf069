// Puts names into a text of a table. Flow: tables -> [filled text] -> ticket, review.
#pragma once

#include <string>
#include <string_view>

namespace veriload::personas {

/// `pattern` with `{product}` and `{company}`, each at most once, replaced.
inline std::string filled_text(std::string_view pattern, std::string_view product,
                               std::string_view company) {
  std::string text(pattern);
  // The company first: its name may come from a configuration and hold anything.
  const std::size_t product_at = text.find("{product}");
  const std::size_t company_at = text.find("{company}");
  const auto fill = [&](std::size_t at, std::string_view with) {
    if (at != std::string::npos) text.replace(at, 9, with);
  };
  const bool product_last = company_at == std::string::npos || product_at > company_at;
  fill(product_last ? product_at : company_at, product_last ? product : company);
  fill(product_last ? company_at : product_at, product_last ? company : product);
  return text;
}

}  // namespace veriload::personas

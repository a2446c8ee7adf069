// The rows of the tables that linked records are made of. Flow: image -> [record rows] -> records.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace veriload::personas::image {

/// What the tables may name, in the order in which numbers count.
inline constexpr std::array<std::string_view, 7> payment_categories{
    "software", "shopping", "health", "finance", "transport", "education", "dining"};
inline constexpr std::array<std::string_view, 6> ticket_categories{
    "account", "billing", "delivery", "product", "technical", "security"};
inline constexpr std::array<std::string_view, 3> sentiments{"positive", "neutral", "critical"};

/// Whether a ticket of that category is about something that was delivered, and so may name it.
constexpr bool about_a_product(std::uint32_t ticket_category) {
  return ticket_categories[ticket_category] == "delivery" ||
         ticket_categories[ticket_category] == "product";
}

/// Prices in whole US dollars.
struct product_row {
  std::string_view name;
  std::uint32_t industry;
  std::uint32_t price_min;
  std::uint32_t price_max;
};

/// Amounts in whole US dollars. `category`: of payment_categories.
struct payment_row {
  std::string_view description;
  std::uint32_t category;
  std::uint32_t amount_min;
  std::uint32_t amount_max;
};

/// Texts may have `{product}` and `{company}`, each at most once.
struct ticket_row {
  std::string_view subject;
  std::string_view description;
  std::string_view resolution;
};

struct review_row {
  std::string_view title;
  std::string_view body;
};

}  // namespace veriload::personas::image

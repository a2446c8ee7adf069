// The tables that linked records are made of, checked. Flow: tables -> [record tables] -> layout.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::personas::pack {

/// Whole US dollars.
struct product {
  std::uint32_t industry;
  std::string name;
  std::uint32_t price_min;
  std::uint32_t price_max;
};

/// `category`: as image::payment_categories counts.
struct payment {
  std::uint32_t industry;
  std::uint32_t category;
  std::string description;
  std::uint32_t amount_min;
  std::uint32_t amount_max;
};

/// `category`: as image::ticket_categories counts.
struct ticket_text {
  std::uint32_t category;
  std::string subject;
  std::string description;
  std::string resolution;
};

/// `sentiment`: as image::sentiments counts.
struct review_text {
  std::uint32_t sentiment;
  std::string title;
  std::string body;
};

struct record_tables {
  std::vector<product> products;
  std::vector<payment> payments;
  std::vector<ticket_text> tickets;
  std::vector<review_text> reviews;
};

}  // namespace veriload::personas::pack

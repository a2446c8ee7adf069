// The words of the built-in personas, ASCII letters alone in names. Flow: [word lists] -> simple
// source.
#pragma once

#include <array>
#include <string_view>

namespace veriload::personas::words {

inline constexpr std::array<std::string_view, 48> given_names{
    "Ada",    "Alan",  "Amy",   "Anna",   "Ben",    "Beth",  "Carl",   "Clara", "Dana",  "David",
    "Diana",  "Edith", "Elena", "Emma",   "Eric",   "Ethan", "Fiona",  "Frank", "Grace", "Greg",
    "Hannah", "Harry", "Helen", "Ian",    "Iris",   "Jack",  "Jane",   "Joel",  "Julia", "Karen",
    "Kevin",  "Laura", "Leo",   "Linda",  "Lucas",  "Maria", "Martin", "Nina",  "Noah",  "Olive",
    "Oscar",  "Paula", "Peter", "Rachel", "Robert", "Sarah", "Simon",  "Vera"};

inline constexpr std::array<std::string_view, 48> family_names{
    "Adler",  "Archer",  "Baker",   "Barnes", "Bishop", "Brooks", "Carter", "Chandler",
    "Clark",  "Cole",    "Cooper",  "Dalton", "Dawson", "Ellis",  "Fisher", "Fletcher",
    "Ford",   "Foster",  "Gardner", "Graham", "Harper", "Hayes",  "Hudson", "Hunter",
    "Keller", "Lambert", "Lawson",  "Marsh",  "Mason",  "Miller", "Morgan", "Nash",
    "Norton", "Parker",  "Porter",  "Quinn",  "Reed",   "Sawyer", "Shaw",   "Slater",
    "Stone",  "Taylor",  "Turner",  "Wagner", "Walker", "Webb",   "Winter", "Young"};

struct industry {
  std::string_view name;
  std::array<std::string_view, 4> titles;
  std::array<std::string_view, 4> company_endings;
};

inline constexpr std::array<industry, 6> industries{{
    {"Computing",
     {"Software Engineer", "Site Engineer", "Product Manager", "Systems Analyst"},
     {"Software", "Systems", "Data", "Cloud"}},
    {"Retail",
     {"Store Manager", "Buyer", "Category Analyst", "Merchandiser"},
     {"Stores", "Markets", "Goods", "Supply"}},
    {"Healthcare Technology",
     {"Clinical Analyst", "Care Coordinator", "Device Engineer", "Quality Manager"},
     {"Health", "Care", "Medical", "Clinics"}},
    {"Finance",
     {"Credit Analyst", "Auditor", "Branch Manager", "Risk Officer"},
     {"Finance", "Credit", "Savings", "Trust"}},
    {"Logistics",
     {"Dispatcher", "Fleet Manager", "Warehouse Planner", "Route Analyst"},
     {"Freight", "Transport", "Logistics", "Shipping"}},
    {"Education",
     {"Teacher", "Course Designer", "Registrar", "Librarian"},
     {"Academy", "Learning", "College", "Press"}},
}};

inline constexpr std::array<std::string_view, 24> company_beginnings{
    "Amber",  "Birch",   "Bluefield", "Bright", "Cedar",   "Copper",   "Dover",    "Eastgate",
    "Falcon", "Granite", "Harbor",    "Indigo", "Juniper", "Keystone", "Lakeside", "Maple",
    "North",  "Orchard", "Pine",      "River",  "Silver",  "Summit",   "Vale",     "Willow"};

// Assigned area codes of North America; 555-0100 to 555-0199 in each is reserved for fiction.
inline constexpr std::array<std::string_view, 16> area_codes{
    "206", "212", "213", "303", "305", "312", "404", "415",
    "503", "512", "602", "612", "617", "702", "713", "816"};

}  // namespace veriload::personas::words

// Rules that many personas keep or break together. Flow: personas -> [pool rules] -> dataset
// validate.
#pragma once

#include "core/personas/rules/violation.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace veriload::personas::rules {

/// A violation of the pool, with a persona to look at.
struct pool_violation {
  std::uint64_t index;
  violation what;
};

/// R17: a company has at least as many employees as it has members among the personas, and all its
/// members tell the same of it. Keeps one entry for each company seen: about 15 bytes a persona.
///
/// Thread: one; parts that were counted apart are merged.
class company_members {
 public:
  /// `values` are all fields of the persona at `index`.
  void add(std::uint64_t index, std::span<const std::string> values);
  void merge(const company_members& other);

  std::uint64_t companies() const { return companies_.size(); }

  /// By index of the first member. `show_values`: nothing was given, so values may be shown.
  std::vector<pool_violation> violations(bool show_values) const;

 private:
  struct entry {
    std::uint64_t first_index;
    std::uint64_t members;
    std::uint64_t facts;        // a hash of what all members must tell alike
    std::uint64_t other_index;  // of the first member that tells otherwise
    std::int64_t employees;
    bool differs;
  };

  std::unordered_map<std::string, entry> companies_;  // by company.id
};

/// A text as one of its hash and the persona's index.
struct hashed_value {
  std::uint64_t hash;
  std::uint64_t index;
};

/// 64 bits of a text; equal texts have equal hashes on every machine.
std::uint64_t hash_of(std::string_view text);

/// Uniqueness of one field over a pool, proven with 16 bytes a persona: texts with the same hash
/// are computed again and compared, so that a collision is never taken for a duplicate.
///
/// Thread: one.
class unique_values {
 public:
  void reserve(std::uint64_t personas) { values_.reserve(personas); }
  void add(std::uint64_t index, std::string_view text) {
    values_.push_back({hash_of(text), index});
  }
  void add(std::span<const hashed_value> part) {
    values_.insert(values_.end(), part.begin(), part.end());
  }

  struct outcome {
    std::uint64_t different = 0;
    std::uint64_t duplicates = 0;         ///< personas whose value another one had before
    std::uint64_t first = 0, second = 0;  ///< indices of two that share a value, if any do
  };

  /// `text_of(index, out)` gives the value again. Sorts, so call it once, after the last add().
  template <class TextOf>
  outcome count(const TextOf& text_of) {
    sort();
    outcome made;
    for (std::size_t first = 0; first < values_.size();) {
      std::size_t last = first + 1;
      while (last < values_.size() && values_[last].hash == values_[first].hash)
        ++last;
      if (last - first == 1) {
        ++made.different;
      } else {
        count_group(std::span(values_).subspan(first, last - first), text_of, made);
      }
      first = last;
    }
    return made;
  }

 private:
  void sort();

  // Personas with the same hash, in the order of their indices.
  template <class TextOf>
  static void count_group(std::span<const hashed_value> group, const TextOf& text_of,
                          outcome& made) {
    std::unordered_map<std::string, std::uint64_t> seen;
    std::string text;
    for (const hashed_value& one : group) {
      text_of(one.index, text);
      const auto [known, is_new] = seen.emplace(text, one.index);
      if (is_new) {
        ++made.different;
      } else {
        if (made.duplicates++ == 0) {
          made.first = known->second;
          made.second = one.index;
        }
      }
    }
  }

  std::vector<hashed_value> values_;
};

}  // namespace veriload::personas::rules

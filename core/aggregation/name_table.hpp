// Names as small numbers, bounded. Flow: scenario, plugins -> [name table] -> samples -> report.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::aggregation {

/// Gives each different name a number from 0 upwards, the same on every thread.
///
/// At most `capacity()` names are kept, so that a name made of an id or a time stamp cannot eat the
/// memory: every further one gets the id `other()`, whose name is "(other)". A name longer than
/// `longest_name` bytes is cut at a character.
///
/// Thread: every function from any thread. Finding a known name takes no lock; only a new one does.
/// Names live as long as the table. Memory: about 33 KB for 1,000 places, plus the names.
class name_table {
 public:
  static constexpr std::uint32_t default_capacity = 1'000;
  static constexpr std::size_t longest_name = 240;

  /// `capacity` must be above 0.
  explicit name_table(std::uint32_t capacity = default_capacity);

  name_table(const name_table&) = delete;
  name_table& operator=(const name_table&) = delete;

  /// The id of `name`, made when new. `unit` ("bytes") is kept from the first who names it.
  std::uint32_t intern(std::string_view name, std::string_view unit = {});

  /// The name behind an id that this table gave, valid as long as the table.
  std::string_view name(std::uint32_t id) const;

  /// The unit that came with the name, or empty.
  std::string_view unit(std::uint32_t id) const;

  /// Names kept so far, without "(other)". Ids below this are in use.
  std::uint32_t size() const noexcept { return size_.load(std::memory_order_acquire); }

  std::uint32_t capacity() const noexcept { return capacity_; }

  /// The id for all names past the capacity: equal to `capacity()`.
  std::uint32_t other() const noexcept { return capacity_; }

 private:
  /// What a name is found by. The two words are its ends: all of it, up to `whole` bytes.
  struct key {
    static constexpr std::size_t whole = 16;
    std::uint64_t first;
    std::uint64_t last;
    std::size_t size;
    std::size_t hash;
    bool operator==(const key& other) const noexcept {
      return first == other.first && last == other.last && size == other.size;
    }
  };

  struct entry {
    name_table::key key;
    std::uint32_t id;
    std::string name;
    std::string unit;
  };

  static key key_of(std::string_view name) noexcept;
  std::uint32_t intern_long_or_new(std::string_view name, std::string_view unit);
  const entry* find(std::string_view name, const key& wanted) const noexcept;
  std::uint32_t add(std::string_view name, const key& wanted, std::string_view unit);
  const entry& entry_of(std::uint32_t id) const;

  const std::uint32_t capacity_;
  const std::size_t mask_;
  std::vector<std::atomic<const entry*>> slots_;  // open addressing, never more than half full
  std::vector<std::atomic<const entry*>> by_id_;  // capacity_ names, then "(other)"
  std::atomic<std::uint32_t> size_{0};
  std::mutex adding_;          // guards writing to all of the above and entries_
  std::deque<entry> entries_;  // addresses stay
};

}  // namespace veriload::aggregation

// The things that users of the target create and remove, in memory. Flow: object routes ->
// [objects].
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace target {

struct object {
  std::string id;
  std::string owner;   ///< the id of a user
  std::string fields;  ///< text of a JSON object, without id and owner
};

/// Why an object cannot be read or changed.
enum class refusal {
  none,
  unknown,  ///< no such object, or it was dropped as the oldest
  foreign   ///< it belongs to another user
};

/// Keeps at most `cap` objects; the oldest goes first. Thread: any, under one lock.
class objects {
 public:
  explicit objects(std::size_t cap);

  object add(const std::string& owner, std::string fields);

  /// Why `user` may not touch the object, and the object when there is no reason.
  struct answer {
    refusal why = refusal::none;
    std::optional<object> found;
  };
  answer find(const std::string& id, const std::string& user) const;

  /// Replaces the fields.
  answer replace(const std::string& id, const std::string& user, std::string fields);

  /// Removes it and returns what it was.
  answer remove(const std::string& id, const std::string& user);

  /// The objects of one owner, oldest first, `limit` at most after skipping `offset`.
  std::vector<object> list(const std::string& owner, std::size_t offset, std::size_t limit) const;

  std::size_t count(const std::string& owner) const;

  /// Removes all objects of one owner and returns how many there were.
  std::size_t remove_all(const std::string& owner);

 private:
  using serial = std::uint64_t;
  using table = std::map<serial, object>;

  refusal check(table::const_iterator at, const std::string& user) const;
  table::const_iterator locate(const std::string& id) const;
  void forget(table::const_iterator at);

  const std::size_t cap_;
  mutable std::mutex lock_;
  serial last_ = 0;
  table all_;
  std::unordered_map<std::string, std::set<serial>> by_owner_;
};

}  // namespace target

// A document as a tree of values with their places in the text. Flow: config -> [node] -> every
// stage and plugin.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace veriload::base {

/// What a value is. The numbers are part of the C interface: never renumber.
enum class node_kind : std::uint8_t {
  null = 0,
  boolean = 1,
  integer = 2,
  number = 3,
  string = 4,
  list = 5,
  map = 6
};

/// Where a value was written. Plain data, cheap to copy, valid as long as the process lives.
struct place {
  std::string_view file;   ///< file or other origin (`--set run.users=5`), from `interned_origin`;
                           ///< empty: built by code
  std::uint32_t line = 0;  ///< from 1; 0 when the origin has no lines
  std::uint32_t column = 0;  ///< from 1, counted in bytes; 0 when the origin has no lines

  /// `file:line:column`, `file` when there are no lines, or an empty text. Thread: any.
  std::string text() const;
};

/// One copy of `name` for the life of the process, so that a place can be copied without owning it.
/// Meant for the few names of files and overrides that a process ever sees. Thread: any.
std::string_view interned_origin(std::string_view name);

/// One value of a document: null, boolean, integer, number, string, list or map.
///
/// Built once, then only read. A map keeps the order in which its members were added and finds a
/// member in constant time. The value of a map's member carries the place of its key; a list's item
/// carries its own.
///
/// Ownership: a node owns its children; copying copies the whole tree. Pointers and references to
/// children stay valid, also when the parent is moved, until the parent is changed (`push`, `add`,
/// `set`) or destroyed. Thread: reading from any thread while nobody builds.
class node {
 public:
  node() noexcept;  ///< null
  node(const node& other);
  node(node&& other) noexcept;
  node& operator=(const node& other);
  node& operator=(node&& other) noexcept;
  ~node();

  static node boolean(bool value);
  static node integer(std::int64_t value);
  static node number(double value);
  static node string(std::string value);
  static node list();
  static node map();

  node_kind kind() const noexcept { return static_cast<node_kind>(value_.index()); }
  bool is(node_kind wanted) const noexcept { return kind() == wanted; }
  bool is_null() const noexcept { return is(node_kind::null); }

  /// The value. The kind must be the one asked for (`as_number` also takes an integer); asked
  /// wrongly, the process stops: whoever is not sure looks at `kind()` first.
  bool as_boolean() const;
  std::int64_t as_integer() const;
  double as_number() const;
  std::string_view as_string() const;

  /// Number of items or members; 0 for every other kind.
  std::size_t size() const noexcept;

  /// Item of a list or value of a map's member, in order. `index` must be below `size()`.
  const node& at(std::size_t index) const;
  node& at(std::size_t index);

  /// Key of a map's member, in order. The node must be a map and `index` below `size()`.
  std::string_view key_at(std::size_t index) const;

  /// The member called `key`, or nullptr when there is none or this is not a map.
  const node* find(std::string_view key) const noexcept;
  node* find(std::string_view key) noexcept;

  /// The value at a dotted path of map keys (`run.database.dsn`), or nullptr.
  const node* find_path(std::string_view dotted) const noexcept;

  /// Appends to a list and returns the item, valid until the next change of the list.
  node& push(node item);

  /// Appends a member to a map, which must not have `key` yet. Returns the value, valid until the
  /// next change of the map.
  node& add(std::string key, node value);

  /// Replaces the member `key` in its position, or appends it.
  node& set(std::string_view key, node value);

  const place& where() const noexcept { return where_; }

  /// Sets the place of this node alone and returns it, for use while building.
  node& written_at(place at) noexcept;

  /// Same kind and equal content; places do not count. Members of maps must be in the same order.
  bool operator==(const node& other) const;

 private:
  struct members;
  // In the order of node_kind. Members are boxed because their index is large and most nodes are
  // scalars.
  using content = std::variant<std::monostate, bool, std::int64_t, double, std::string,
                               std::vector<node>, std::unique_ptr<members>>;

  explicit node(content value) noexcept;

  content value_;
  place where_;
};

}  // namespace veriload::base

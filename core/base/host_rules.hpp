// Which hosts and addresses a run may reach. Flow: config -> [host_rules] -> every dial.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::base {

/// An IPv4 or IPv6 address. IPv4 uses the first four bytes, the others are zero.
struct ip_address {
  enum class family : std::uint8_t { v4, v6 };
  family kind = family::v4;
  std::array<std::uint8_t, 16> bytes{};

  /// Reads the dotted or the colon form, without brackets; a zone (`%eth0`) is cut off. Only the
  /// full dotted form is an IPv4 address: `127.1` and `0x7f000001` are not.
  static std::optional<ip_address> parse(std::string_view text);

  /// An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) as the IPv4 address that the kernel will dial.
  ip_address unmapped() const;

  bool operator==(const ip_address&) const = default;
};

/// Lower case, without the brackets of an IPv6 literal and without a trailing dot: the form in
/// which hosts are compared.
std::string normalised_host(std::string_view host);

/// Whether `host` is a DNS name as a URL may hold it: letters, digits, `-` and `_` in labels of 1
/// to 63 characters, 253 in all, the last label not a number (`127.1` would be dialled as an
/// address).
bool is_host_name(std::string_view host);

/// The allow-list of `safety.allowed_hosts`.
///
/// An entry is a name (`shop.test`), a wildcard (`*.shop.test`: every name below, not `shop.test`
/// itself), an address (`10.0.0.7`, `::1`, `[::1]`), a range (`10.0.0.0/8`), or a Unix socket by
/// its absolute path (`unix:/run/app.sock`; `unix:*` is every one). Case and a trailing dot of
/// names do not count. Thread: immutable after construction, read from any thread.
class host_rules {
 public:
  /// Throws setup_error that names the first malformed entry: empty, with a scheme, a port or a
  /// path, with a `*` that is not a leading label, or a range with bits set behind its prefix.
  explicit host_rules(const std::vector<std::string>& entries);

  /// Whether `host`, as written in a URL (without port), is listed. A literal address is compared
  /// with the address and range entries, everything else with names and wildcards.
  bool name_allowed(std::string_view host) const;

  /// Whether a resolved (or literal) address may be dialled, asked for each address before it is
  /// dialled.
  ///
  /// Unspecified, multicast, broadcast and link-local addresses need an address or range entry that
  /// covers them, so that a name cannot lead to the metadata service of a cloud. When the list has
  /// ranges, every address must be covered by an entry; else an address is good when its name was
  /// (`name_was_allowed`).
  bool address_allowed(const ip_address& address, bool name_was_allowed) const;

  /// Whether the Unix socket with exactly this path may be dialled.
  bool unix_allowed(std::string_view path) const;

 private:
  struct range {
    ip_address base;
    unsigned prefix;  // bits
    bool contains(const ip_address& address) const;
  };

  bool covered(const ip_address& address) const;
  void add_range(const std::string& entry, std::size_t slash);
  void add_unix(const std::string& entry);

  std::vector<std::string> names_;
  std::vector<std::string> suffixes_;  // ".shop.test" for "*.shop.test"
  std::vector<range> ranges_;          // an address entry is a range of one
  std::vector<std::string> unix_paths_;
  bool has_cidr_ = false;
  bool every_unix_ = false;
};

}  // namespace veriload::base

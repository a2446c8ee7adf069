#include "core/base/host_rules.hpp"

#include "core/base/setup_error.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace veriload::base {
namespace {

constexpr std::size_t mapped_prefix_bytes = 12;
constexpr std::string_view unix_prefix = "unix:";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_label_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_';
}

unsigned address_bits(const ip_address& address) {
  return address.kind == ip_address::family::v4 ? 32 : 128;
}

bool same_prefix(const ip_address& a, const ip_address& b, unsigned bits) {
  for (unsigned i = 0; i < bits; ++i) {
    const unsigned mask = 0x80u >> (i % 8);
    if ((a.bytes[i / 8] & mask) != (b.bytes[i / 8] & mask)) return false;
  }
  return true;
}

// Addresses that no name should lead to by accident or by malice.
bool is_special(const ip_address& address) {
  const auto& b = address.bytes;
  if (address.kind == ip_address::family::v4) {
    const bool this_network = b[0] == 0;
    const bool link_local = b[0] == 169 && b[1] == 254;
    const bool multicast = (b[0] & 0xf0) == 224;
    const bool broadcast = b[0] == 255 && b[1] == 255 && b[2] == 255 && b[3] == 255;
    return this_network || link_local || multicast || broadcast;
  }
  const bool unspecified = std::ranges::all_of(b, [](std::uint8_t byte) { return byte == 0; });
  const bool link_local = b[0] == 0xfe && (b[1] & 0xc0) == 0x80;
  const bool multicast = b[0] == 0xff;
  return unspecified || link_local || multicast;
}

[[noreturn]] void refuse(std::string_view entry, const char* why) {
  throw setup_error("host entry \"" + std::string(entry) + "\" " + why);
}

}  // namespace

std::optional<ip_address> ip_address::parse(std::string_view text) {
  // inet_pton wants a terminated string; no address is longer than this.
  char buffer[INET6_ADDRSTRLEN + 1];
  const bool v6 = text.find(':') != std::string_view::npos;
  if (v6) text = text.substr(0, text.find('%'));
  if (text.size() >= sizeof buffer || text.find('\0') != std::string_view::npos)
    return std::nullopt;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  ip_address address;
  address.kind = v6 ? family::v6 : family::v4;
  if (::inet_pton(v6 ? AF_INET6 : AF_INET, buffer, address.bytes.data()) != 1) return std::nullopt;
  return address;
}

ip_address ip_address::unmapped() const {
  static constexpr std::array<std::uint8_t, mapped_prefix_bytes> mapped{0, 0, 0, 0, 0,    0,
                                                                        0, 0, 0, 0, 0xff, 0xff};
  if (kind != family::v6 || !std::equal(mapped.begin(), mapped.end(), bytes.begin())) return *this;
  ip_address v4;
  std::copy(bytes.begin() + mapped_prefix_bytes, bytes.end(), v4.bytes.begin());
  return v4;
}

std::string normalised_host(std::string_view host) {
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host.size() > 1 && host.back() == '.') host.remove_suffix(1);
  std::string out(host);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_host_name(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  if (host.empty() || host.size() > 253) return false;
  bool numeric = false;
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    if (label.empty() || label.size() > 63 || !std::ranges::all_of(label, is_label_char))
      return false;
    const bool hex = label.size() > 1 && label[0] == '0' && (label[1] == 'x' || label[1] == 'X');
    numeric = hex || std::ranges::all_of(label, is_digit);
    if (dot == std::string_view::npos) return !numeric;
    host.remove_prefix(dot + 1);
  }
}

bool host_rules::range::contains(const ip_address& address) const {
  return address.kind == base.kind && same_prefix(address, base, prefix);
}

void host_rules::add_range(const std::string& entry, std::size_t slash) {
  const auto parsed = ip_address::parse(normalised_host(std::string_view(entry).substr(0, slash)));
  if (!parsed) refuse(entry, "has a / but is not an address range such as 10.0.0.0/8");
  const std::string_view digits = std::string_view(entry).substr(slash + 1);
  unsigned prefix = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || prefix > address_bits(*parsed))
    refuse(entry, "has no valid prefix length after its /");

  range added{*parsed, prefix};
  const ip_address v4 = parsed->unmapped();
  if (v4.kind != parsed->kind) {
    if (prefix < 96) refuse(entry, "is an IPv4-mapped range wider than IPv4");
    added = {v4, prefix - 96};
  }
  for (unsigned bit = added.prefix; bit < address_bits(added.base); ++bit) {
    if (added.base.bytes[bit / 8] & (0x80u >> (bit % 8))) {
      refuse(entry, "has bits set behind its prefix length");
    }
  }
  ranges_.push_back(added);
  has_cidr_ = true;
}

void host_rules::add_unix(const std::string& entry) {
  const std::string path = entry.substr(unix_prefix.size());
  if (path == "*") {
    every_unix_ = true;
    return;
  }
  const bool whole = path.starts_with('/') && path.find('\0') == std::string::npos;
  if (!whole) refuse(entry, "is not unix: and an absolute path, or unix:*");
  // `*` inside would look like a pattern and match nothing.
  if (path.find('*') != std::string::npos)
    refuse(entry, "has a * in its path: write whole paths, or unix:*");
  unix_paths_.push_back(path);
}

bool host_rules::unix_allowed(std::string_view path) const {
  return every_unix_ || std::ranges::find(unix_paths_, path) != unix_paths_.end();
}

host_rules::host_rules(const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    if (entry.empty()) refuse(entry, "is empty");
    if (entry.starts_with(unix_prefix)) {
      add_unix(entry);
      continue;
    }
    if (entry.find("://") != std::string::npos) refuse(entry, "has a scheme: write the host alone");
    if (const std::size_t slash = entry.find('/'); slash != std::string::npos) {
      add_range(entry, slash);
      continue;
    }
    const std::string host = normalised_host(entry);
    if (const auto address = ip_address::parse(host)) {
      const ip_address plain = address->unmapped();
      ranges_.push_back({plain, address_bits(plain)});
      continue;
    }
    if (host.find(':') != std::string::npos) refuse(entry, "has a port: write the host alone");
    if (host == "*")
      refuse(entry, "would allow every host: name the hosts, or a range of addresses");
    const bool wildcard = host.starts_with("*.");
    const std::string name = wildcard ? host.substr(2) : host;
    if (!is_host_name(name)) refuse(entry, "is not a host name, *.name, address or address range");
    if (wildcard) {
      suffixes_.push_back("." + name);
    } else {
      names_.push_back(name);
    }
  }
}

bool host_rules::covered(const ip_address& address) const {
  return std::ranges::any_of(ranges_, [&](const range& r) { return r.contains(address); });
}

bool host_rules::name_allowed(std::string_view host) const {
  const std::string name = normalised_host(host);
  if (const auto address = ip_address::parse(name)) return covered(address->unmapped());
  if (!is_host_name(name)) return false;
  if (std::ranges::find(names_, name) != names_.end()) return true;
  return std::ranges::any_of(suffixes_, [&](const std::string& suffix) {
    return name.size() > suffix.size() && name.ends_with(suffix);
  });
}

bool host_rules::address_allowed(const ip_address& address, bool name_was_allowed) const {
  const ip_address plain = address.unmapped();
  if (covered(plain)) return true;
  if (is_special(plain) || has_cidr_) return false;
  return name_was_allowed;
}

}  // namespace veriload::base

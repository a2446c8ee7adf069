// No persona may be reachable: the ranges that are set aside for documentation and tests. Flow:
// persona source -> [contact safety] -> run.
#pragma once

#include "core/personas/fields/fields.hpp"

#include <string>
#include <string_view>

namespace veriload::personas {

class engine_source;

/// A name below .test, .example, .invalid or .localhost (RFC 2606, 6761), or example.com,
/// example.net, example.org and what is below them. The reserved part is in lower case, and no sign
/// that ends a host (`/`, `@`, a blank) is in front of it. Thread: any, as all of these.
bool is_reserved_host(std::string_view host);

/// Whether the domain behind the last `@` is a reserved host, and what is in front of it makes no
/// list of addresses.
bool is_non_routable(std::string_view email);

/// Whether the host of an http or https URL is a reserved host.
bool is_reserved_url(std::string_view url);

/// A literal address of the ranges for documentation or benchmarks (RFC 5737, 2544, 3849, 9637,
/// 5180).
bool is_reserved_address(std::string_view literal);

/// What is wrong with `value` as the contact field `which`: "..., expected ..."; empty when nothing
/// is, or when the field is no contact. Phones are held against the blocks that nobody has, of the
/// country of `source`'s locale number `locale`; an empty phone reaches nobody.
std::string contact_fault(const engine_source& source, std::uint32_t locale, field which,
                          std::string_view value);

/// What a message may show of a contact out of somebody's file: of an address the domain, of
/// anything else the first three characters.
std::string redacted_contact(field which, std::string_view value);

/// Holds every contact field of the first thousand personas against the ranges, every value that
/// the configuration gives, and every row of a feeder where it replaces a contact or the user name.
/// All others come from the same tables. Throws setup_error that names the first persona and field,
/// or row and column, that could reach somebody.
void require_non_routable_contacts(const engine_source& personas);

}  // namespace veriload::personas

#include "core/personas/contact_safety.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/persona_source.hpp"

#include <string>

namespace veriload::personas {

namespace {

[[noreturn]] void refuse(const persona_source& personas, std::uint64_t index,
                         const std::string& email) {
  std::string id;
  personas.value(index, personas.required_field("persona_id"), id);
  throw setup_error("persona " + id + " has the e-mail " + email +
                    ", expected a domain below example.invalid "
                    "(safety.require_non_routable_contacts)");
}

}  // namespace

bool is_non_routable(std::string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == std::string_view::npos) return false;
  const std::string_view domain = email.substr(at + 1);
  return domain == "example.invalid" || domain.ends_with(".example.invalid");
}

void require_non_routable_contacts(const persona_source& personas) {
  const field_id email = personas.required_field("contact.email");
  std::string text;
  for (std::uint64_t index = 0; index < personas.count(); ++index) {
    personas.value(index, email, text);
    if (is_non_routable(text)) continue;
    refuse(personas, index, text);
  }
}

}  // namespace veriload::personas

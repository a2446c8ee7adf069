// No persona may be reachable: the rule on e-mail addresses. Flow: persona source -> [contact
// safety] -> run.
#pragma once

#include <string_view>

namespace veriload::personas {

class persona_source;

/// Whether the domain behind the last `@` is `example.invalid` or below it, which no mail ever
/// reaches. Case counts; a text without `@` is not safe. Thread: any.
bool is_non_routable(std::string_view email);

/// Looks at every persona; throws setup_error that names the first one whose `contact.email` could
/// reach somebody. Takes time in proportion to `count()`, about a second for some million personas.
void require_non_routable_contacts(const persona_source& personas);

}  // namespace veriload::personas

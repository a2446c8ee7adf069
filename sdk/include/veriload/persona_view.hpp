// The synthetic person behind a user. Flow: host -> [persona_view] -> scenario.
#pragma once

#include "veriload/persona_fields.hpp"

#include <string_view>

namespace veriload {
inline namespace v1 {

/// The persona of a user: its fields as members (`persona().contact.email`, which is a text), or
/// by dotted path. Views live as long as the user.
class persona_view {
 public:
  explicit persona_view(const user_link& user) noexcept : link(&user) {}

  /// The value at a path ("contact.email"). Throws `error` of kind "persona" with the nearest known
  /// path.
  std::string_view at(std::string_view path) const { return persona_value(*link, path); }

  union {
    const user_link* link;
    persona_field<"persona_id"> persona_id;
    persona_field<"index"> index;
    persona_field<"external_id"> external_id;
    persona_field<"locale"> locale;
    person_fields person;
    contact_fields contact;
    address_fields address;
    company_fields company;
    job_fields job;
    education_fields education;
    socials_fields socials;
    website_fields website;
    persona_field<"avatar"> avatar;
    persona_field<"bio"> bio;
    network_fields network;
  };
};

}  // namespace v1
}  // namespace veriload

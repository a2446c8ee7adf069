// The rules of coherence, one function each. Flow: subject -> [rules] -> violations.
#pragma once

namespace veriload::personas::rules {

class subject;

/// Each adds what it finds wrong to the subject's violations. R17 and R21 need more than one
/// persona: pool_rules.hpp. Thread: as the subject.
// names.cpp
void r1_names_and_title(subject&);
void r2_order_of_names(subject&);
void r3_username_and_handles(subject&);
// contact.cpp
void r4_email(subject&);
void r5_web_addresses(subject&);
// places.cpp
void r6_address(subject&);
void r7_phone(subject&);
void r8_zone_currency_language(subject&);
// dates.cpp
void r9_birth_and_age(subject&);
void r10_decade_of_the_name(subject&);
void r11_graduation(subject&);
// work.cpp
void r12_level_and_start(subject&);
void r13_industry(subject&);
void r14_salary(subject&);
// company.cpp
void r15_size_and_age_of_company(subject&);
void r16_form_and_seat_of_company(subject&);
// contact.cpp
void r18_device_and_networks(subject&);
void r19_bio(subject&);
void r20_reserved_contacts(subject&);

}  // namespace veriload::personas::rules

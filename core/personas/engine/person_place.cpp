#include "core/base/assert.hpp"
#include "core/personas/engine/person.hpp"
#include "core/personas/fields/digits.hpp"

#include <algorithm>
#include <charconv>

namespace veriload::personas {
namespace {

// Digits and letters out of one word of chance.
class small_draws {
 public:
  explicit small_draws(std::uint64_t bits) : left_(bits) {}

  std::uint64_t below(std::uint64_t bound) {
    __extension__ using wide = unsigned __int128;
    const wide product = static_cast<wide>(left_) * bound;
    left_ = static_cast<std::uint64_t>(product);
    return static_cast<std::uint64_t>(product >> 64);
  }

 private:
  std::uint64_t left_;
};

constexpr std::uint64_t flats_per_ten = 3;
constexpr std::uint64_t most_flats = 40;

}  // namespace

// The city that is given, or one of the region that is.
std::uint32_t person::city_of(field city, std::initializer_list<field> regions,
                              std::uint64_t lot) const {
  const image::locale_view& tables = locale_.tables;
  std::uint32_t region = image::whole_country;
  for (const field which : regions) {
    if (const auto name = given(which)) region = tables.find_region(*name).value_or(region);
  }
  if (const auto name = given(city)) {
    if (const auto found = tables.find_city(*name, region)) return *found;
  }
  return region == image::whole_country ? tables.city_choice().pick(lot)
                                        : tables.city_choice(region).pick(lot);
}

const person_home& person::home() {
  if (home_) return *home_;
  person_home made;
  made.city = city_of(field::city, {field::region_code, field::region}, bits(purpose::city));
  made.region = locale_.tables.city(made.city).region;
  return home_.emplace(made);
}

void person::append_postal(std::uint32_t city, std::uint64_t number, purpose why,
                           std::string& out) const {
  const image::range patterns = locale_.tables.city(city).postal;
  small_draws draws(world_.draws().bits(number, why));
  const auto which = patterns.first + static_cast<std::uint32_t>(draws.below(patterns.count));
  const std::string_view letters = locale_.country.postal_letters;
  for (const char c : locale_.tables.postal(which)) {
    if (c == '#') {
      out += static_cast<char>('0' + draws.below(10));
    } else if (c == '@') {
      out += letters[draws.below(letters.size())];
    } else {
      out += c;
    }
  }
}

void person::append_street(std::uint64_t number, purpose why, std::string& out) const {
  const std::uint32_t street =
      locale_.tables.street_choice().pick(world_.draws().bits(number, why));
  small_draws draws(world_.draws().bits(number, why, 1));
  // Every street has low numbers, few have high ones.
  const auto house = [&](std::uint32_t most) { return 1 + draws.below(1 + draws.below(most)); };
  std::string_view rest = locale_.values.street_line;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    out += rest.substr(0, open);
    if (open == std::string_view::npos) return;
    rest.remove_prefix(open);
    const std::size_t end = rest.find('}');
    VL_ASSERT(end != std::string_view::npos, "the packer refuses a template that is not closed");
    const std::string_view name = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    if (name == "street") {
      out += locale_.tables.street(street);
    } else {
      const std::size_t which = name == "number2" ? 1 : name == "number3" ? 2 : 0;
      append_number(house(std::max(1U, locale_.values.number_max[which])), out);
    }
  }
}

void person::append_place(std::uint32_t city, field which, std::string& out) const {
  const image::city_row row = locale_.tables.city(city);
  switch (which) {
    case field::city:
    case field::hq_city:
      out += row.name;
      return;
    case field::region:
    case field::hq_region:
      out += locale_.tables.region(row.region).name;
      return;
    case field::region_code:
    case field::hq_region_code:
      out += locale_.tables.region(row.region).code;
      return;
    case field::latitude:
      return append_degrees(row.latitude_e4, out);
    case field::longitude:
      return append_degrees(row.longitude_e4, out);
    case field::country:
    case field::hq_country:
      out += locale_.values.country_name;
      return;
    case field::country_code:
    case field::hq_country_code:
      out += locale_.country.code;
      return;
    default:
      out += row.zone;
  }
}

void person::append_address(field which, std::string& out) {
  switch (which) {
    case field::line1:
      return append_street(basis_.index, purpose::street, out);
    case field::line2: {
      if (locale_.values.unit_line.empty()) return;
      small_draws draws(bits(purpose::unit));
      if (draws.below(10) >= flats_per_ten) return;
      const std::string_view line = locale_.values.unit_line;
      const std::size_t open = line.find("{unit}");
      out += line.substr(0, open);
      if (open == std::string_view::npos) return;
      append_number(1 + draws.below(most_flats), out);
      out += line.substr(open + 6);
      return;
    }
    case field::postal_code:
      return append_postal(home().city, basis_.index, purpose::postal, out);
    default:
      return append_place(home().city, which, out);
  }
}

void person::append_national(const image::phone_row& block, std::string_view digits,
                             std::string& out) {
  std::size_t next = 0;
  for (const char c : block.national)
    out += c == '#' ? digits[next++] : c;
}

// A number that is given: as the block writes it that it is of. How others are split is not known,
// only the country's code is taken off.
void person::append_national(std::string_view e164, std::string& out) const {
  const std::string_view code = locale_.country.calling_code;
  const bool ours = e164.size() > code.size() + 1 && e164.substr(1, code.size()) == code;
  if (!ours) {
    out += e164;
    return;
  }
  e164.remove_prefix(code.size() + 1);
  for (std::uint32_t i = 0; i < locale_.tables.phones(); ++i) {
    const image::phone_row block = locale_.tables.phone(i);
    if (!e164.starts_with(block.prefix)) continue;
    const std::string_view digits = e164.substr(block.prefix.size());
    std::uint64_t number = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.size() != block.digits || stop != digits.data() + digits.size()) continue;
    if (digits.empty() || (number >= block.first && number - block.first < block.count))
      return append_national(block, digits, out);
  }
  out += e164;
}

// Out of a block of the region where there is one, else of the country; of the other policy where a
// country has no block of the wanted one.
void person::append_phone(field which, std::string& out) {
  if (which == field::phone_country_code) {
    return derive(field::country_code, out);
  }
  if (which == field::phone_calling_code) {
    out += '+';
    out += locale_.country.calling_code;
    return;
  }
  if (world_.phones() == config::phone_policy::none) return;
  if (which == field::phone_national && has(field::phone_e164)) {
    return append_national(*given(field::phone_e164), out);
  }
  const bool reserved_first = world_.phones() == config::phone_policy::reserved;
  using image::phone_policy;
  const phone_policy policies[] = {
      reserved_first ? phone_policy::reserved : phone_policy::unassignable,
      reserved_first ? phone_policy::unassignable : phone_policy::reserved};
  for (const phone_policy policy : policies) {
    for (const std::uint32_t region : {home().region, image::whole_country}) {
      const image::alias_view blocks = locale_.tables.phone_choice(policy, region);
      if (blocks.empty()) continue;
      const image::phone_row block = locale_.tables.phone(blocks.pick(bits(purpose::phone)));
      const std::uint64_t number = block.first + scaled(bits(purpose::phone, 1), block.count);
      std::string digits;
      if (block.digits != 0) append_number(number, block.digits, digits);
      if (which == field::phone_national) return append_national(block, digits, out);
      out += '+';
      out += locale_.country.calling_code;
      out += block.prefix;
      out += digits;
      return;
    }
  }
}

}  // namespace veriload::personas

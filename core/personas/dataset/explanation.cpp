#include "core/personas/dataset/explanation.hpp"

#include "core/personas/fields/digits.hpp"
#include "core/personas/fields/fields.hpp"

#include <array>

namespace veriload::personas {
namespace {

struct field_draw {
  field which;
  purpose why;
  std::string_view word;
};

// What chance decides beside the place in the order; company fields draw by company.
constexpr std::array<field_draw, 29> field_draws{{
    {field::external_id, purpose::uuid, "id"},
    {field::given_name, purpose::given_row, "spelling"},
    {field::family_name, purpose::family_row, "spelling"},
    {field::gender, purpose::gender, "gender of a name of both"},
    {field::birthdate, purpose::birth, "day"},
    {field::city, purpose::city, "city"},
    {field::postal_code, purpose::postal, "code"},
    {field::line1, purpose::street, "street"},
    {field::line2, purpose::unit, "flat"},
    {field::phone_e164, purpose::phone, "number"},
    {field::job_title, purpose::title, "title"},
    {field::job_department, purpose::department, "department"},
    {field::salary_amount, purpose::salary, "amount"},
    {field::job_start_year, purpose::start_year, "year"},
    {field::education_level, purpose::education, "level"},
    {field::education_field, purpose::study, "field"},
    {field::graduation_year, purpose::graduation, "age"},
    {field::bio, purpose::bio, "template"},
    {field::user_agent, purpose::device, "browser"},
    {field::ipv4, purpose::network, "address"},
    {field::ipv6, purpose::network, "host"},
    {field::company_id, purpose::company_uuid, "id"},
    {field::company_size_band, purpose::company_band, "band"},
    {field::company_founded_year, purpose::company_age, "age"},
    {field::company_legal_form, purpose::company_legal, "form"},
    {field::company_funding_stage, purpose::company_funding, "stage"},
    {field::hq_city, purpose::company_city, "city"},
    {field::hq_postal_code, purpose::company_postal, "code"},
    {field::hq_line1, purpose::company_street, "street"},
}};

bool is_of_company(purpose why) {
  return why >= purpose::company_uuid && why <= purpose::company_order;
}

std::string setting(const engine_source& source, std::string_view name) {
  if (name == "data.email_domain") return source.shared().email_domain();
  if (name == "data.reference_date") {
    std::string text;
    append_day(source.shared().reference(), text);
    return text;
  }
  return source.shared().phones() == config::phone_policy::none           ? "none"
         : source.shared().phones() == config::phone_policy::unassignable ? "unassignable"
                                                                          : "reserved";
}

std::string cell_name(const engine_source& source, std::uint64_t index, std::uint32_t column) {
  const feeder& from = *source.rows();
  return from.name_of(source.row(index)) + ", column " + from.rows().columns()[column];
}

// Who gave a value that is given.
std::string giver(const engine_source& source, std::uint64_t index, field which) {
  if (source.rows() != nullptr) {
    for (const mapped_column& one : source.rows()->mapped()) {
      if (one.which == which) return cell_name(source, index, one.column);
    }
  }
  return "data.overrides";
}

explanation explain_column(const engine_source& source, std::uint64_t index, std::uint32_t column) {
  explanation out;
  const feeder& from = *source.rows();
  out.path = source.fields()[static_cast<std::size_t>(field::count) + column];
  out.value = from.rows().cell(source.row(index), column);
  out.given_by = cell_name(source, index, column);
  if (from.order() == config::feeder_order::random) {
    out.draws.push_back("row, by index " + std::to_string(index) + ": 0x");
    append_hex(source.shared().draws().bits(index, purpose::feeder_row), 16, out.draws.back());
  }
  return out;
}

}  // namespace

explanation explain(const engine_source& source, std::uint64_t index, field_id id) {
  if (const auto column = source.column_of(id)) return explain_column(source, index, *column);
  const auto which = static_cast<field>(id);
  const field_info& info = field_table()[id];
  given_values room;
  const given_values* const given = source.given(index, room);
  person one(source.shared(), source.basis(index), given);
  explanation out;
  out.path = info.path;
  out.value = one.text(which);
  out.rule = info.rule;
  out.checks = info.checks;
  if (given != nullptr && given->has(which)) {
    out.given_by = giver(source, index, which);
    return out;
  }

  for (std::string_view rest = info.sources; !rest.empty();) {
    const std::size_t blank = std::min(rest.find(' '), rest.size());
    const std::string_view name = rest.substr(0, blank);
    rest.remove_prefix(std::min(blank + 1, rest.size()));
    out.sources.push_back({std::string(name), name.starts_with("data.")
                                                  ? setting(source, name)
                                                  : one.text(*field_at(name))});
  }
  for (const field_draw& draw : field_draws) {
    if (draw.which != which) continue;
    const bool company = is_of_company(draw.why);
    const std::uint64_t number = company ? one.company_number() : index;
    std::string text(draw.word);
    text += company ? ", by company number " : ", by index ";
    append_number(number, text);
    text += ": 0x";
    append_hex(source.shared().draws().bits(number, draw.why), 16, text);
    out.draws.push_back(std::move(text));
  }
  return out;
}

}  // namespace veriload::personas

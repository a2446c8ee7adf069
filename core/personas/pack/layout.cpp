#include "core/personas/pack/layout.hpp"

namespace veriload::personas::pack {

namespace format = image::format;

format::shared write_shared(const shared_tables& from, image_writer& to) {
  format::shared out{};
  std::vector<format::level> levels;
  for (const level& one : from.levels)
    levels.push_back({to.text(one.id), one.min_age, one.min_experience, one.weight});
  std::vector<format::education> educations;
  for (const education& one : from.educations)
    educations.push_back({to.text(one.id), one.graduation_min, one.graduation_max, one.weight});
  std::vector<format::device> devices;
  for (const device& one : from.devices)
    devices.push_back({to.text(one.user_agent), to.text(one.device), to.text(one.os),
                       to.text(one.browser), one.weight});
  std::vector<format::band> bands;
  std::vector<format::funding> fundings;
  for (const band& one : from.bands) {
    const format::range stages{static_cast<std::uint32_t>(fundings.size()),
                               static_cast<std::uint32_t>(one.fundings.size())};
    for (const funding& stage : one.fundings)
      fundings.push_back({to.text(stage.stage), static_cast<std::uint32_t>(bands.size()),
                          stage.min_age, stage.weight});
    bands.push_back({to.text(one.id), one.employees_min, one.employees_max, one.age_min,
                     one.age_max, one.revenue_min_percent, one.revenue_max_percent, one.weight,
                     stages, to.choice(weights_of(one.fundings), stages.first)});
  }
  write_records(from, to, out);
  out.levels = to.records(levels);
  out.educations = to.records(educations);
  out.bands = to.records(bands);
  out.fundings = to.records(fundings);
  out.devices = to.records(devices);
  out.industry_choice = to.choice(weights_of(from.industries), 0);
  out.level_choice = to.choice(weights_of(from.levels), 0);
  out.education_choice = to.choice(weights_of(from.educations), 0);
  out.band_choice = to.choice(weights_of(from.bands), 0);
  out.device_choice = to.choice(weights_of(from.devices), 0);
  return out;
}

namespace {

struct directory {
  format::slice locales;
  format::shared shared;
};

directory write_all(const shared_tables& shared, const std::vector<locale_tables>& locales,
                    image_writer& to) {
  directory out{};
  out.shared = write_shared(shared, to);
  std::vector<format::locale> entries;
  for (const locale_tables& one : locales)
    entries.push_back(write_locale(one, shared, to));
  out.locales = to.records(entries);
  return out;
}

}  // namespace

std::vector<std::byte> lay_out(const shared_tables& shared,
                               const std::vector<locale_tables>& locales) {
  image_writer texts;
  write_all(shared, locales, texts);
  image_writer whole(texts, texts.records_at());
  const directory entries = write_all(shared, locales, whole);
  return whole.finish(entries.locales, entries.shared);
}

}  // namespace veriload::personas::pack

#include "core/cli/dataset_options.hpp"

#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/cli/bare_host.hpp"
#include "core/cli/plugin_folders.hpp"
#include "core/config/load.hpp"
#include "core/personas/conflicts/conflict_check.hpp"
#include "core/personas/contact_safety.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace veriload::cli {
namespace {

constexpr const char* usual_config = "veriload.yaml";

config::plan read_plan(const dataset_options& options, const std::string& file) {
  bare_host host;
  for (const auto& folder : plugin_folders(options.plugin_dirs))
    host.registry.scan(folder);
  config::load_options load;
  load.variables = config::process_environment();
  load.sets = options.sets;
  host.registry.start_all();
  load.extra_sections = host.registry.config_keys();
  host.registry.end_all();
  return config::load(file, load).plan;
}

config::data_plan usual_personas(const std::string& locale) {
  config::data_plan plan;
  plan.pool_size = 1'000'000;
  plan.seed = 42;
  plan.locales = {{locale.empty() ? "en_US" : locale, 1.0}};
  plan.source = "verisim";
  std::fprintf(stderr,
               "no --config and no %s here: a million personas of %s, seed 42; they are the same "
               "everywhere\n",
               usual_config, plan.locales.front().locale.c_str());
  return plan;
}

}  // namespace

void dataset_options::declare_source(command_line& line) {
  line.text("config,c", "FILE", config,
            "the configuration whose `data` describes the personas (default: veriload.yaml where "
            "there is one)")
      .texts("set", "KEY=VALUE", sets, "override one key, such as data.seed=7; may be given again")
      .texts("plugin-dir", "DIR", plugin_dirs,
             "a folder with *.so plugins, whose sections the configuration may have")
      .text("locale", "CODE", locale, "only personas of this locale, such as de_DE");
}

void dataset_options::declare(command_line& line, std::uint64_t usual_limit,
                              const char* limit_help) {
  declare_source(line);
  limit = usual_limit;
  line.number("limit", "N", 0, UINT64_MAX, limit, limit_help)
      .number("offset", "N", 0, UINT64_MAX, offset, "leave the first N out");
}

std::vector<personas::field_id> dataset_options::chosen_fields(
    const personas::engine_source& source, std::vector<std::string_view> otherwise) const {
  std::vector<personas::field_id> ids;
  // `--field a,b` is the same as giving the option twice.
  for (const std::string& given : fields) {
    for (std::string_view rest = given; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      ids.push_back(source.required_field(rest.substr(0, comma)));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  if (!fields.empty()) return ids;
  for (const std::string_view path : otherwise)
    ids.push_back(source.required_field(path));
  return ids;
}

dataset::dataset(const dataset_options& options) {
  std::string file = options.config;
  if (file.empty() && std::filesystem::exists(usual_config)) file = usual_config;
  bool checked = true;
  if (file.empty() && options.sets.empty()) {
    plan = usual_personas(options.locale);
  } else {
    const config::plan whole = read_plan(options, file.empty() ? usual_config : file);
    plan = whole.data;
    checked = whole.safety.require_non_routable_contacts;
    json_report = whole.reports.path_of("json");
  }
  source = std::make_unique<personas::engine_source>(plan);
  if (source->rows() != nullptr && !source->rows()->notice().empty())
    std::fprintf(stderr, "%s\n", source->rows()->notice().c_str());
  personas::conflict_check(*source, plan).require_agreement();
  if (checked) personas::require_non_routable_contacts(*source);
}

chosen_personas::chosen_personas(const personas::engine_source& source,
                                 const dataset_options& options)
    : source_(source), to_skip_(options.offset) {
  std::uint64_t all = source.count();
  if (!options.locale.empty()) {
    std::vector<std::string_view> known;
    for (std::uint32_t i = 0; i < source.shared().locales(); ++i) {
      known.push_back(source.shared().locale(i).values.code);
      if (known.back() != options.locale) continue;
      locale_ = i;
      all = source.shared().locale(i).count;
    }
    if (!locale_) {
      std::string names;
      for (const std::string_view name : known)
        names += (names.empty() ? "" : ", ") + std::string(name);
      throw setup_error("--locale " + options.locale + ": data.locales has " + names);
    }
  } else {
    index_ = std::min(to_skip_, all);
  }
  const std::uint64_t behind = all - std::min(all, options.offset);
  count_ = options.limit == 0 ? behind : std::min(behind, options.limit);
  left_ = count_;
  if (!locale_) to_skip_ = 0;
}

std::optional<std::uint64_t> chosen_personas::next() {
  if (left_ == 0) return std::nullopt;
  for (; index_ < source_.count(); ++index_) {
    if (locale_ && source_.basis(index_).locale != *locale_) continue;
    if (to_skip_ > 0) {
      --to_skip_;
      continue;
    }
    --left_;
    return index_++;
  }
  return std::nullopt;
}

}  // namespace veriload::cli

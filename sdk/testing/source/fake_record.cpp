#include <veriload/testing/fake_record.hpp>

#include <veriload/testing/fake_host.hpp>

#include "abi_text.hpp"

#include <algorithm>

namespace veriload::testing {
namespace {

fake_record& of(const vl_host* host) { return fake_host::of(host).record; }
fake_record& of(vl_user* user) { return fake_user::of(user).host().record; }

vl_id intern(const vl_host* host, vl_str name) noexcept {
  return of(host).id_of(std::string(view_of(name)));
}
vl_id counter(const vl_host* host, vl_str name, vl_str unit) noexcept {
  return of(host).id_of(std::string(view_of(name)) + " " + std::string(view_of(unit)));
}
vl_status emit(vl_user* user, const void* samples, uint32_t n, uint32_t stride) noexcept {
  fake_record& self = of(user);
  const char* at = static_cast<const char*>(samples);
  for (uint32_t i = 0; i < n; ++i, at += stride) {
    vl_sample one{};
    std::memcpy(&one, at, std::min<std::size_t>(stride, sizeof one));
    if (one.struct_size == 0 || one.struct_size > stride) return VL_E_INVALID;
    std::string error(view_of(one.error).substr(0, 240));
    one.error = {};
    self.samples.push_back({one, self.name_of(one.name), std::move(error)});
  }
  return VL_OK;
}
vl_status add(vl_user* user, vl_id id, double amount) noexcept {
  const std::string& name = of(user).name_of(id);
  if (name.empty()) return VL_E_INVALID;
  of(user).counters[name] += amount;
  return VL_OK;
}
vl_status check(vl_user* user, vl_str name, int32_t passed) noexcept {
  auto& counts = of(user).checks[std::string(view_of(name))];
  ++(passed != 0 ? counts.first : counts.second);
  return VL_OK;
}

int32_t enabled(const vl_host* host, int32_t level) noexcept {
  return level >= of(host).log_level ? 1 : 0;
}
void write(const vl_host* host, int32_t level, vl_str text, const vl_kv* pairs,
           uint32_t n) noexcept {
  if (enabled(host, level) == 0) return;
  std::string line = std::to_string(level) + " " + std::string(view_of(text));
  for (uint32_t i = 0; i < n; ++i) {
    line.append(" ").append(view_of(pairs[i].key)).append("=").append(view_of(pairs[i].value));
  }
  of(host).log_lines.push_back(std::move(line));
}

vl_status add_user_class(const vl_host* host, const vl_user_class* added,
                         vl_error* error) noexcept {
  if (added->n_tasks == 0) return refused(error, VL_E_INVALID, "a user class without tasks");
  for (const vl_user_class* known : of(host).classes) {
    if (view_of(known->name) == view_of(added->name))
      return refused(error, VL_E_INVALID, "a second user class of that name");
  }
  of(host).classes.push_back(added);
  return VL_OK;
}

constexpr vl_metrics_v1 metrics_functions{
    sizeof(vl_metrics_v1), 0, &intern, &counter, &emit, &add, &check};
constexpr vl_log_v1 log_functions{sizeof(vl_log_v1), 0, &enabled, &write};
constexpr vl_schedule_v1 schedule_functions{sizeof(vl_schedule_v1), 0, &add_user_class};

}  // namespace

vl_id fake_record::id_of(const std::string& name) {
  const auto at = std::ranges::find(names_, name);
  if (at != names_.end()) return static_cast<vl_id>(at - names_.begin()) + 1;
  names_.push_back(name);
  return static_cast<vl_id>(names_.size());
}

const std::string& fake_record::name_of(vl_id id) const {
  static const std::string none;
  return id == 0 || id > names_.size() ? none : names_[id - 1];
}

const vl_metrics_v1& fake_record::metrics() noexcept { return metrics_functions; }
const vl_log_v1& fake_record::logs() noexcept { return log_functions; }
const vl_schedule_v1& fake_record::schedule() noexcept { return schedule_functions; }

}  // namespace veriload::testing

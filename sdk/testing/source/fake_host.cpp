#include <veriload/testing/fake_host.hpp>

#include "abi_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace veriload::testing {
namespace {

vl_status allow(const vl_host* host, vl_str name, vl_error* error) noexcept {
  const auto& blocked = fake_host::of(host).network.blocked;
  if (std::ranges::find(blocked, view_of(name)) == blocked.end()) return VL_OK;
  return refused(error, VL_E_BLOCKED,
                 std::string(view_of(name)) + " is not in safety.allowed_hosts");
}

constexpr std::string_view expression_prefix = "expression ";

vl_id compile(const vl_host* host, uint32_t, vl_str expression, vl_str, vl_error* error) noexcept {
  fake_host& self = fake_host::of(host);
  const std::string wanted(view_of(expression));
  if (self.extracts.contains(wanted))
    return self.record.id_of(std::string(expression_prefix) + wanted);
  refused(error, VL_E_INVALID, "no script for \"" + wanted + "\" in fake_host::extracts");
  return 0;
}

vl_status find(const vl_host* host, vl_id expression, vl_cbuf, const vl_match_sink* found,
               vl_error* error) noexcept {
  const fake_host& self = fake_host::of(host);
  const std::string& name = self.record.name_of(expression);
  if (!name.starts_with(expression_prefix))
    return refused(error, VL_E_INVALID, "no such expression");
  const auto at = self.extracts.find(std::string_view(name).substr(expression_prefix.size()));
  if (at == self.extracts.end()) return VL_OK;
  for (const auto& groups : at->second) {
    std::vector<vl_str> views;
    for (const std::string& group : groups)
      views.push_back(str_of(group));
    if (found->match(found->ctx, views.data(), static_cast<uint32_t>(views.size())) != VL_OK) break;
  }
  return VL_OK;
}

constexpr vl_safety_v1 safety{sizeof(vl_safety_v1), 0, &allow, &allow};
constexpr vl_extract_v1 extract{sizeof(vl_extract_v1), 0, &compile, &find};

const void* full_table(std::string_view id) {
  if (id == VL_SVC_LOOP) return &fake_loop::table();
  if (id == VL_SVC_STREAM) return &fake_network::table();
  if (id == VL_SVC_METRICS) return &fake_record::metrics();
  if (id == VL_SVC_LOG) return &fake_record::logs();
  if (id == VL_SVC_CONFIG) return &fake_node::table();
  if (id == VL_SVC_SAFETY) return &safety;
  if (id == VL_SVC_USER) return &fake_user::table();
  if (id == VL_SVC_CALLS) return &fake_calls::table();
  if (id == VL_SVC_EXTRACT) return &extract;
  if (id == VL_SVC_SCHEDULE) return &fake_record::schedule();
  return nullptr;
}

}  // namespace

fake_host::fake_host()
    : host_{vl_host{sizeof(vl_host), VL_ABI_MAJOR, VL_ABI_MINOR, str_of("test"), &service}, this} {
  persona["contact.email"] = "ann@example.test";
  persona["persona_id"] = "p-17";
  for (const char* kind : {"order", "transaction", "ticket", "review"})
    records[kind] = std::string(R"({"id":")") + kind + R"(-{number}"})";
}

fake_host::~fake_host() = default;

const void* fake_host::service(const vl_host* host, const char* id) noexcept {
  const fake_host& self = of(host);
  const std::string_view wanted(id);
  if (std::ranges::find(self.missing_, wanted) != self.missing_.end()) return nullptr;
  const auto cut = self.shortened_.find(wanted);
  return cut != self.shortened_.end() ? cut->second.get() : full_table(wanted);
}

void fake_host::without(std::string_view service) { missing_.emplace_back(service); }

void fake_host::cut(std::string_view service, std::uint32_t size) {
  const void* const table = full_table(service);
  std::uint32_t full = 0;
  if (table != nullptr) std::memcpy(&full, table, sizeof full);
  if (size < sizeof(std::uint64_t) || size > full || size % sizeof(std::uint64_t) != 0) {
    throw std::invalid_argument("cut " + std::string(service) + ": size must be a multiple of 8, " +
                                "from 8 to " + std::to_string(full) + ", is " +
                                std::to_string(size));
  }
  auto shorter = std::make_unique<std::uint64_t[]>(size / sizeof(std::uint64_t));
  std::memcpy(shorter.get(), table, size);
  std::memcpy(shorter.get(), &size, sizeof size);
  shortened_[std::string(service)] = std::move(shorter);
}

std::vector<std::string> fake_host::complaints() const {
  std::vector<std::string> all = loop.misuse;
  const auto count = [&](std::size_t n, const char* what) {
    if (n != 0) all.push_back(std::to_string(n) + what);
  };
  count(loop.pending(), " ops are still pending");
  count(network.open_streams(), " streams are not closed");
  count(network.open_tls(), " TLS settings are not closed");
  count(static_cast<std::size_t>(std::max(calls.live_replies, 0)), " replies are not released");
  if (calls.live_replies < 0) all.emplace_back("a reply was released twice");
  return all;
}

}  // namespace veriload::testing

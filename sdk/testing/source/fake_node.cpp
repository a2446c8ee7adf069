#include <veriload/testing/fake_node.hpp>

#include <veriload/testing/fake_host.hpp>

#include "abi_text.hpp"

#include <cmath>

namespace veriload::testing {
namespace {

const vl_node* root(const vl_host* host) noexcept {
  const fake_host& self = fake_host::of(host);
  return self.config.kind == VL_NODE_NULL ? nullptr : self.config.handle();
}
int32_t kind(const vl_node* node) noexcept {
  return node == nullptr ? vl_status{VL_NODE_NULL} : fake_node::of(node).kind;
}
uint32_t size(const vl_node* node) noexcept {
  return node == nullptr ? 0 : static_cast<uint32_t>(fake_node::of(node).entries.size());
}
const vl_node* at(const vl_node* node, uint32_t index, vl_str* key) noexcept {
  if (index >= size(node)) return nullptr;
  const auto& [name, value] = fake_node::of(node).entries[index];
  if (key != nullptr) *key = str_of(name);
  return value.handle();
}
const vl_node* find(const vl_node* node, vl_str key) noexcept {
  if (kind(node) != VL_NODE_MAP) return nullptr;
  const fake_node* const found = fake_node::of(node).find(view_of(key));
  return found == nullptr ? nullptr : found->handle();
}
vl_status str(const vl_node* node, vl_str* out) noexcept {
  if (kind(node) != VL_NODE_STR) return VL_E_INVALID;
  *out = str_of(fake_node::of(node).text);
  return VL_OK;
}
vl_status i64(const vl_node* node, int64_t* out) noexcept {
  if (kind(node) != VL_NODE_INT) return VL_E_INVALID;
  *out = fake_node::of(node).whole;
  return VL_OK;
}
vl_status f64(const vl_node* node, double* out) noexcept {
  const int32_t found = kind(node);
  if (found != VL_NODE_INT && found != VL_NODE_FLOAT) return VL_E_INVALID;
  const fake_node& self = fake_node::of(node);
  *out = found == VL_NODE_INT ? static_cast<double>(self.whole) : self.real;
  return VL_OK;
}
vl_status boolean(const vl_node* node, int32_t* out) noexcept {
  if (kind(node) != VL_NODE_BOOL) return VL_E_INVALID;
  *out = static_cast<int32_t>(fake_node::of(node).whole);
  return VL_OK;
}
vl_status ns(const vl_node* node, vl_ns* out) noexcept {
  double seconds = 0;
  if (f64(node, &seconds) != VL_OK || !(std::fabs(seconds) < 9e9)) return VL_E_INVALID;
  *out = static_cast<vl_ns>(std::llround(seconds * 1e9));
  return VL_OK;
}
void where(const vl_node* node, vl_error* out) noexcept {
  refused(out, VL_OK, node == nullptr ? std::string_view() : fake_node::of(node).place);
}

void folder(const vl_host* host, vl_str* out) noexcept {
  *out = str_of(fake_host::of(host).config_folder);
}

constexpr vl_config_v1 functions{sizeof(vl_config_v1),
                                 0,
                                 &root,
                                 &kind,
                                 &size,
                                 &at,
                                 &find,
                                 &str,
                                 &i64,
                                 &f64,
                                 &boolean,
                                 &ns,
                                 &where,
                                 &folder};

}  // namespace

fake_node::fake_node() = default;
fake_node::fake_node(const fake_node& other) = default;
fake_node::fake_node(fake_node&& other) noexcept = default;
fake_node& fake_node::operator=(const fake_node& other) = default;
fake_node& fake_node::operator=(fake_node&& other) noexcept = default;
fake_node::~fake_node() = default;

fake_node fake_node::of(std::int64_t value) {
  fake_node node;
  node.kind = VL_NODE_INT;
  node.whole = value;
  return node;
}
fake_node fake_node::of(double value) {
  fake_node node;
  node.kind = VL_NODE_FLOAT;
  node.real = value;
  return node;
}
fake_node fake_node::of(std::string_view value) {
  fake_node node;
  node.kind = VL_NODE_STR;
  node.text = value;
  return node;
}
fake_node fake_node::yes_or_no(bool value) {
  fake_node node;
  node.kind = VL_NODE_BOOL;
  node.whole = value ? 1 : 0;
  return node;
}
fake_node fake_node::map(std::vector<std::pair<std::string, fake_node>> entries) {
  fake_node node;
  node.kind = VL_NODE_MAP;
  node.entries = std::move(entries);
  return node;
}
fake_node fake_node::list(std::vector<fake_node> entries) {
  fake_node node;
  node.kind = VL_NODE_LIST;
  for (fake_node& entry : entries)
    node.entries.emplace_back(std::string(), std::move(entry));
  return node;
}

const fake_node* fake_node::find(std::string_view key) const {
  if (kind != VL_NODE_MAP) return nullptr;
  for (const auto& [name, value] : entries) {
    if (name == key) return &value;
  }
  return nullptr;
}

const vl_config_v1& fake_node::table() noexcept { return functions; }

}  // namespace veriload::testing

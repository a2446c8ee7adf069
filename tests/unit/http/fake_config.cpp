#include "tests/unit/http/fake_config.hpp"

#include <veriload/text.hpp>

namespace veriload::http_plugin::test {
namespace {

const fake_node* of(const vl_node* node) { return reinterpret_cast<const fake_node*>(node); }

const vl_node* root(const vl_host*) noexcept { return nullptr; }
int32_t kind(const vl_node* node) noexcept {
  return node == nullptr ? VL_NODE_NULL : of(node)->kind;
}
uint32_t size(const vl_node* node) noexcept {
  return node == nullptr ? 0 : static_cast<uint32_t>(of(node)->entries.size());
}
const vl_node* at(const vl_node* node, uint32_t index, vl_str* key) noexcept {
  if (index >= size(node)) return nullptr;
  const auto& [name, value] = of(node)->entries[index];
  if (key != nullptr) *key = to_str(name);
  return value.handle();
}
const vl_node* find(const vl_node* node, vl_str key) noexcept {
  for (uint32_t i = 0; i < size(node); ++i) {
    if (of(node)->entries[i].first == to_view(key)) return of(node)->entries[i].second.handle();
  }
  return nullptr;
}
vl_status str(const vl_node* node, vl_str* out) noexcept {
  if (kind(node) != VL_NODE_STR) return VL_E_INVALID;
  *out = to_str(of(node)->text);
  return VL_OK;
}
vl_status i64(const vl_node* node, int64_t* out) noexcept {
  if (kind(node) != VL_NODE_INT) return VL_E_INVALID;
  *out = of(node)->whole;
  return VL_OK;
}
vl_status f64(const vl_node* node, double* out) noexcept {
  if (kind(node) != VL_NODE_INT && kind(node) != VL_NODE_FLOAT) return VL_E_INVALID;
  *out = kind(node) == VL_NODE_INT ? static_cast<double>(of(node)->whole) : of(node)->real;
  return VL_OK;
}
vl_status boolean(const vl_node* node, int32_t* out) noexcept {
  if (kind(node) != VL_NODE_BOOL) return VL_E_INVALID;
  *out = static_cast<int32_t>(of(node)->whole);
  return VL_OK;
}
vl_status ns(const vl_node* node, vl_ns* out) noexcept {
  double seconds = 0;
  if (f64(node, &seconds) != VL_OK) return VL_E_INVALID;
  *out = static_cast<vl_ns>(seconds * 1e9);
  return VL_OK;
}
void where(const vl_node* node, vl_error* out) noexcept {
  error_text(out, VL_OK, node == nullptr ? std::string_view() : std::string_view(of(node)->place));
}

constexpr vl_config_v1 table{sizeof(vl_config_v1),
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
                             &where};

}  // namespace

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
fake_node fake_node::of(const char* value) {
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

const vl_config_v1& fake_config_table() { return table; }

}  // namespace veriload::http_plugin::test

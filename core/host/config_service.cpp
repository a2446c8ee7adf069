// veriload.config/1: document trees behind a C table. A `vl_node` is a base::node.
#include "core/base/node.hpp"
#include "core/host/context.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"

#include <cmath>

namespace veriload::host {
namespace {

using base::node;
using base::node_kind;

static_assert(static_cast<int>(node_kind::null) == VL_NODE_NULL &&
              static_cast<int>(node_kind::boolean) == VL_NODE_BOOL &&
              static_cast<int>(node_kind::integer) == VL_NODE_INT &&
              static_cast<int>(node_kind::number) == VL_NODE_FLOAT &&
              static_cast<int>(node_kind::string) == VL_NODE_STR &&
              static_cast<int>(node_kind::list) == VL_NODE_LIST &&
              static_cast<int>(node_kind::map) == VL_NODE_MAP);

const node* inside(const vl_node* n) noexcept { return reinterpret_cast<const node*>(n); }
const vl_node* outside(const node* n) noexcept { return reinterpret_cast<const vl_node*>(n); }
bool has_kind(const node* n, node_kind kind) noexcept { return n && n->is(kind); }

const vl_node* root(const vl_host* host) noexcept {
  return outside(plugin::of(host).context().config);
}

int32_t kind(const vl_node* n) noexcept {
  return n ? static_cast<int32_t>(inside(n)->kind()) : int32_t{VL_NODE_NULL};
}

uint32_t size(const vl_node* n) noexcept {
  return n ? static_cast<uint32_t>(inside(n)->size()) : 0;
}

const vl_node* at(const vl_node* n, uint32_t index, vl_str* key) noexcept {
  const node* parent = inside(n);
  if (!parent || index >= parent->size()) return nullptr;
  if (key) *key = parent->is(node_kind::map) ? view_of(parent->key_at(index)) : vl_str{};
  return outside(&parent->at(index));
}

const vl_node* find(const vl_node* n, vl_str key) noexcept {
  return n ? outside(inside(n)->find(text_of(key))) : nullptr;
}

vl_status str(const vl_node* n, vl_str* out) noexcept {
  if (!has_kind(inside(n), node_kind::string)) return VL_E_INVALID;
  *out = view_of(inside(n)->as_string());
  return VL_OK;
}

vl_status i64(const vl_node* n, int64_t* out) noexcept {
  if (!has_kind(inside(n), node_kind::integer)) return VL_E_INVALID;
  *out = inside(n)->as_integer();
  return VL_OK;
}

vl_status f64(const vl_node* n, double* out) noexcept {
  if (!has_kind(inside(n), node_kind::integer) && !has_kind(inside(n), node_kind::number)) {
    return VL_E_INVALID;
  }
  *out = inside(n)->as_number();
  return VL_OK;
}

vl_status boolean(const vl_node* n, int32_t* out) noexcept {
  if (!has_kind(inside(n), node_kind::boolean)) return VL_E_INVALID;
  *out = inside(n)->as_boolean() ? 1 : 0;
  return VL_OK;
}

vl_status ns(const vl_node* n, vl_ns* out) noexcept {
  double seconds = 0;
  if (f64(n, &seconds) != VL_OK || !(std::fabs(seconds) < 9e9)) return VL_E_INVALID;
  *out = base::from_seconds(seconds);
  return VL_OK;
}

void where(const vl_node* n, vl_error* out) noexcept {
  write_error(out, VL_OK, n ? inside(n)->where().text() : std::string());
}

void folder(const vl_host* host, vl_str* out) noexcept {
  *out = view_of(plugin::of(host).context().config_folder);
}

}  // namespace

const vl_config_v1 config_service = {
    sizeof(vl_config_v1), 0, root, kind, size, at, find, str, i64, f64, boolean, ns, where, folder};

}  // namespace veriload::host

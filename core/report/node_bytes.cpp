#include "core/report/node_bytes.hpp"

#include <utility>

namespace veriload::report {
namespace {

using base::node;
using base::node_kind;

constexpr int deepest = 64;

node take(byte_reader& in, int depth) {
  if (depth > deepest) in.fail("has a tree that is too deep");
  switch (static_cast<node_kind>(in.byte())) {
    case node_kind::null:
      return {};
    case node_kind::boolean:
      return node::boolean(in.number_up_to(1, "a truth value") == 1);
    case node_kind::integer:
      return node::integer(in.signed_number());
    case node_kind::number:
      return node::number(in.real());
    case node_kind::string:
      return node::string(std::string(in.text()));
    case node_kind::list: {
      node list = node::list();
      for (std::size_t left = in.items(); left > 0; --left)
        list.push(take(in, depth + 1));
      return list;
    }
    case node_kind::map: {
      node map = node::map();
      for (std::size_t left = in.items(); left > 0; --left) {
        const std::string_view key = in.text();
        if (map.find(key)) in.fail("has a key twice: " + std::string(key));
        map.add(std::string(key), take(in, depth + 1));
      }
      return map;
    }
  }
  in.fail("has a value of no known kind");
}

}  // namespace

void put_node(std::string& out, const node& tree) {
  out.push_back(static_cast<char>(tree.kind()));
  switch (tree.kind()) {
    case node_kind::null:
      return;
    case node_kind::boolean:
      return put_number(out, tree.as_boolean() ? 1 : 0);
    case node_kind::integer:
      return put_signed(out, tree.as_integer());
    case node_kind::number:
      return put_real(out, tree.as_number());
    case node_kind::string:
      return put_text(out, tree.as_string());
    case node_kind::list:
    case node_kind::map:
      break;
  }
  put_number(out, tree.size());
  for (std::size_t i = 0; i < tree.size(); ++i) {
    if (tree.is(node_kind::map)) put_text(out, tree.key_at(i));
    put_node(out, tree.at(i));
  }
}

base::node take_node(byte_reader& in) { return take(in, 0); }

}  // namespace veriload::report

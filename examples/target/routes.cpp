#include "examples/target/routes.hpp"

#include "examples/target/text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <unordered_map>

namespace target {

namespace {

/// Takes the first segment off a path: `/a/b` gives `a` and leaves `/b`.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

/// Patterns by their first segment, so that a request is compared with very few of them.
using route_index = std::unordered_map<std::string_view, std::vector<const route*>>;

route_index index_of_all() {
  route_index index;
  for (const auto rows :
       {echo_routes(), control_routes(), account_routes(), object_routes(), fault_routes()}) {
    for (const route& row : rows) {
      std::string_view rest = row.pattern;
      index[take_segment(rest)].push_back(&row);
    }
  }
  return index;
}

/// True when the path fits; `captured` then holds what the stars took.
bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& captured) {
  captured.clear();
  while (!pattern.empty()) {
    const auto wanted = take_segment(pattern);
    if (wanted == "**") return true;
    if (path.empty()) return false;
    const auto found = take_segment(path);
    if (wanted == "*" && !found.empty()) {
      captured.push_back(percent_decoded(found));
    } else if (wanted != found) {
      return false;
    }
  }
  return path.empty();
}

bool lists(std::string_view methods, std::string_view method) {
  while (!methods.empty()) {
    const auto word = methods.substr(0, methods.find(", "));
    if (word == method) return true;
    methods.remove_prefix(std::min(word.size() + 2, methods.size()));
  }
  return false;
}

}  // namespace

reply answer(const request& in, world& state) {
  static const route_index index = index_of_all();

  const auto path = in.path();
  auto rest = path;
  const auto rows = index.find(take_segment(rest));
  if (rows == index.end()) return failure(404, "no such path");

  std::string allowed;
  call the_call{in, {}, state};
  for (const route* row : rows->second) {
    if (!fits(row->pattern, path, the_call.captured)) continue;
    if (lists(row->methods, in.method)) return row->handle(the_call);
    allowed.append(allowed.empty() ? "" : ", ").append(row->methods);
  }
  if (allowed.empty()) return failure(404, "no such path");
  auto refused = failure(405, "method not allowed");
  refused.headers.emplace_back("Allow", allowed);
  return refused;
}

message failure(unsigned status, std::string_view why) {
  message out;
  out.status = status;
  out.body = boost::json::serialize(boost::json::value{{"error", why}});
  return out;
}

std::string_view bearer_token(const request& in) {
  constexpr std::string_view scheme = "Bearer ";
  const auto value = in.header("authorization");
  if (!same_word(value.substr(0, scheme.size()), scheme)) return {};
  return value.substr(scheme.size());
}

}  // namespace target

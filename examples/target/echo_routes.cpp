#include "examples/target/routes.hpp"
#include "examples/target/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <array>

namespace target {

namespace json = boost::json;

namespace {

message of(const json::object& document) {
  message out;
  out.body = json::serialize(document);
  return out;
}

/// Pairs as httpbin shows them: a name that came twice has a list of its values.
json::object grouped(std::string_view query) {
  json::object out;
  for (const auto& [name, value] : query_pairs(query)) {
    const auto [at, is_new] = out.emplace(name, value);
    if (is_new) continue;
    if (!at->value().is_array()) at->value() = json::array{at->value()};
    at->value().as_array().emplace_back(value);
  }
  return out;
}

json::object header_object(const request& in) {
  json::object out;
  for (const auto& [name, value] : in.headers) {
    const auto [at, is_new] = out.emplace(title_case(name), value);
    if (!is_new) at->value() = std::string(at->value().as_string()) + "," + std::string(value);
  }
  return out;
}

/// What httpbin says about every request: arguments, headers, origin and the full URL.
json::object envelope(const request& in) {
  json::object out;
  out["args"] = grouped(in.query());
  out["headers"] = header_object(in);
  out["origin"] = in.origin;
  out["url"] = "http://" + std::string(in.header("host")) + std::string(in.target);
  return out;
}

json::object envelope_with_body(const request& in) {
  auto out = envelope(in);
  const bool is_form = in.header("content-type").starts_with("application/x-www-form-urlencoded");
  out["data"] = is_form ? std::string_view() : in.body;
  out["files"] = json::object();
  out["form"] = is_form ? grouped(in.body) : json::object();
  json::error_code broken;
  auto parsed = is_form ? json::value() : json::parse(in.body, broken);
  out["json"] = broken ? json::value() : std::move(parsed);
  return out;
}

reply root(const call&) {
  message out;
  out.content_type = "text/plain";
  out.body = "veriload-target\n";
  return out;
}

reply get(const call& c) { return of(envelope(c.in)); }
reply with_body(const call& c) { return of(envelope_with_body(c.in)); }

reply anything(const call& c) {
  auto out = envelope_with_body(c.in);
  out["method"] = c.in.method;
  return of(out);
}

reply headers(const call& c) { return of({{"headers", header_object(c.in)}}); }
reply ip(const call& c) { return of({{"origin", c.in.origin}}); }
reply user_agent(const call& c) { return of({{"user-agent", c.in.header("user-agent")}}); }

reply uuid(const call&) {
  // Seeding reads the system's entropy, which is too slow for every request.
  thread_local boost::uuids::random_generator_mt19937 generator;
  return of({{"uuid", boost::uuids::to_string(generator())}});
}

reply sample_document(const call&) {
  message out;
  out.body = R"({"slideshow": {"author": "Yours Truly", "date": "date of publication", "slides": [)"
             R"({"title": "Wake up to WonderWidgets!", "type": "all"}, {"items": [)"
             R"("Why <em>WonderWidgets</em> are great", "Who <em>buys</em> WonderWidgets"], )"
             R"("title": "Overview", "type": "all"}], "title": "Sample Slide Show"}})";
  return out;
}

reply counts(const call& c) {
  json::object by_path;
  std::uint64_t total = 0;
  for (const auto& [path, count] : c.state.counts.totals()) {
    by_path.emplace(path, count);
    total += count;
  }
  return of({{"paths", std::move(by_path)}, {"total", total}});
}

}  // namespace

std::span<const route> echo_routes() {
  static constexpr std::array rows{
      route{"/", reads, root},
      route{"/get", reads, get},
      route{"/post", "POST, OPTIONS", with_body},
      route{"/put", "PUT, OPTIONS", with_body},
      route{"/patch", "PATCH, OPTIONS", with_body},
      route{"/delete", "DELETE, OPTIONS", with_body},
      route{"/anything/**", any_method, anything},
      route{"/headers", reads, headers},
      route{"/ip", reads, ip},
      route{"/user-agent", reads, user_agent},
      route{"/uuid", reads, uuid},
      route{"/json", reads, sample_document},
      route{"/metrics-count", "GET", counts},
  };
  return rows;
}

}  // namespace target

#include "examples/target/routes.hpp"
#include "examples/target/sign_in.hpp"
#include "examples/target/text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace target {

namespace json = boost::json;

namespace {

constexpr auto unusable_body = "the body must be a JSON object of at most 16 KiB";

std::string shown(const object& thing) {
  return joined({{"id", thing.id}, {"owner", thing.owner}}, thing.fields);
}

/// The text that is stored: id and owner are the server's own.
std::string fields_of(json::object sent) {
  for (const auto* name : {"id", "owner"})
    sent.erase(name);
  return json::serialize(sent);
}

reply told(const objects::answer& outcome, unsigned status = 200) {
  if (outcome.why == refusal::unknown) return failure(404, "no such object");
  if (outcome.why == refusal::foreign) return failure(403, "the object belongs to another user");
  message out;
  out.status = status;
  if (status != 204) out.body = shown(*outcome.found);
  return out;
}

reply create(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  auto sent = sent_object(c);
  if (!sent) return failure(422, unusable_body);
  const auto made = c.state.things.add(who->id, fields_of(std::move(*sent)));
  message out;
  out.status = 201;
  out.body = shown(made);
  out.headers.emplace_back("Location", "/objects/" + made.id);
  return out;
}

reply list(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  const auto limit = count_of(query_value(c.in.query(), "limit").value_or("100"));
  const auto offset = count_of(query_value(c.in.query(), "offset").value_or("0"));
  if (!limit || !offset || *limit > 1000) return failure(400, "limit must be 0 to 1000");

  std::string items;
  for (const auto& thing : c.state.things.list(who->id, *offset, *limit)) {
    items.append(items.empty() ? "" : ",").append(shown(thing));
  }
  message out;
  out.body = "{\"objects\":[" + items +
             "],\"total\":" + std::to_string(c.state.things.count(who->id)) + "}";
  return out;
}

reply read(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  return told(c.state.things.find(c.captured[0], who->id));
}

reply replace(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  auto sent = sent_object(c);
  if (!sent) return failure(422, unusable_body);
  return told(c.state.things.replace(c.captured[0], who->id, fields_of(std::move(*sent))));
}

/// Members that were sent replace those of the same name; null removes one (RFC 7396, top level).
reply change(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  const auto sent = sent_object(c);
  if (!sent) return failure(422, unusable_body);
  const auto outcome = c.state.things.find(c.captured[0], who->id);
  if (outcome.why != refusal::none) return told(outcome);

  auto merged = json::parse(outcome.found->fields).as_object();
  for (const auto& [name, value] : *sent) {
    if (value.is_null()) {
      merged.erase(name);
    } else {
      merged[name] = value;
    }
  }
  auto fields = fields_of(std::move(merged));
  if (fields.size() > max_document_bytes) return failure(422, unusable_body);
  return told(c.state.things.replace(c.captured[0], who->id, std::move(fields)));
}

reply remove(const call& c) {
  const auto who = signed_in(c);
  if (!who) return must_sign_in();
  return told(c.state.things.remove(c.captured[0], who->id), 204);
}

}  // namespace

std::span<const route> object_routes() {
  static constexpr std::array rows{
      route{"/objects", "POST", create},    route{"/objects", reads, list},
      route{"/objects/*", reads, read},     route{"/objects/*", "PUT", replace},
      route{"/objects/*", "PATCH", change}, route{"/objects/*", "DELETE", remove},
  };
  return rows;
}

}  // namespace target

#include "examples/target/routes.hpp"
#include "examples/target/text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace target {

namespace json = boost::json;

namespace {

constexpr double max_wait_seconds = 30;
constexpr unsigned long max_bytes = 10UL << 20;
constexpr unsigned long max_pieces = 1000;

std::chrono::milliseconds from_seconds(double seconds) {
  return std::chrono::milliseconds(std::lround(seconds * 1000));
}

std::mt19937_64& chance() {
  thread_local std::mt19937_64 generator(std::random_device{}());
  return generator;
}

std::string random_bytes(std::size_t count, std::optional<unsigned long> seed) {
  std::mt19937_64 seeded(seed.value_or(0));
  std::mt19937_64& generator = seed ? seeded : chance();
  std::string out(count, '\0');
  std::ranges::generate(out, [&] { return static_cast<char>(generator()); });
  return out;
}

std::optional<unsigned long> seed_of(const request& in) {
  const auto text = query_value(in.query(), "seed");
  return text ? count_of(*text) : std::nullopt;
}

/// One code of `200` or of `200:0.9,500:0.1`, drawn by weight; nothing when the text is neither.
std::optional<unsigned> drawn_status(std::string_view text) {
  std::vector<unsigned> codes;
  std::vector<double> weights;
  while (!text.empty()) {
    const auto item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(item.size() + 1, text.size()));
    const auto colon = item.find(':');
    const auto code = count_of(item.substr(0, colon));
    const auto weight =
        colon == std::string_view::npos ? std::optional(1.0) : number_of(item.substr(colon + 1));
    // 1xx is never the final answer of a request.
    if (!code || *code < 200 || *code > 599 || !weight || !(*weight >= 0)) return std::nullopt;
    codes.push_back(static_cast<unsigned>(*code));
    weights.push_back(*weight);
  }
  if (codes.empty()) return std::nullopt;
  if (codes.size() == 1) return codes.front();
  return codes[std::discrete_distribution<std::size_t>(weights.begin(), weights.end())(chance())];
}

reply status(const call& c) {
  const auto code = drawn_status(c.captured[0]);
  if (!code) return failure(400, "status must be 200 to 599, or a list like 200:0.9,500:0.1");
  message out;
  out.status = *code;
  out.content_type = "text/plain";
  if (*code == 401) out.headers.emplace_back("WWW-Authenticate", R"(Basic realm="Fake Realm")");
  if (*code == 301 || *code == 302 || *code == 303 || *code == 305 || *code == 307) {
    out.headers.emplace_back("Location", "/redirect/1");
  }
  return out;
}

reply delay(const call& c) {
  const auto seconds = number_of(c.captured[0]);
  if (!seconds || !(*seconds >= 0 && *seconds <= max_wait_seconds)) {
    return failure(400, "delay must be 0 to 30 seconds");
  }
  message out;
  out.body = json::serialize(json::object{{"delay", *seconds}, {"origin", c.in.origin}});
  out.wait = from_seconds(*seconds);
  return out;
}

reply bytes(const call& c) {
  const auto count = count_of(c.captured[0]);
  if (!count || *count > max_bytes) return failure(400, "bytes must be 0 to 10485760");
  message out;
  out.content_type = "application/octet-stream";
  out.body = random_bytes(*count, seed_of(c.in));
  return out;
}

std::string chunked_head(std::string_view content_type) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(content_type) +
         "\r\nTransfer-Encoding: chunked\r\n\r\n";
}

reply stream(const call& c) {
  const auto lines = count_of(c.captured[0]);
  if (!lines || *lines > max_pieces) return failure(400, "lines must be 0 to 1000");
  script out;
  out.steps.push_back({chunked_head("application/json")});
  for (unsigned long id = 0; id < *lines; ++id) {
    const json::object line{{"id", id}, {"origin", c.in.origin}, {"args", json::object()}};
    out.steps.push_back({as_chunk(json::serialize(line) + "\n")});
  }
  out.steps.push_back({"0\r\n\r\n"});
  return out;
}

reply stream_bytes(const call& c) {
  const auto count = count_of(c.captured[0]);
  const auto size = count_of(query_value(c.in.query(), "chunk_size").value_or("10240"));
  if (!count || *count > max_bytes) return failure(400, "bytes must be 0 to 10485760");
  if (!size || *size == 0) return failure(400, "chunk_size must be 1 or more");
  script out;
  out.steps.push_back({chunked_head("application/octet-stream")});
  const std::string all = random_bytes(*count, seed_of(c.in));
  // Never more than 1000 chunks, or tiny ones would cost far more memory than their bytes.
  const auto chunk = std::max(*size, (*count + max_pieces - 1) / max_pieces);
  for (unsigned long at = 0; at < *count; at += chunk) {
    out.steps.push_back({as_chunk(std::string_view(all).substr(at, chunk))});
  }
  out.steps.push_back({"0\r\n\r\n"});
  return out;
}

/// `numbytes` stars spread evenly over `duration` seconds, after `delay` seconds.
reply drip(const call& c) {
  const auto number = [&](std::string_view name, std::string text) {
    return number_of(query_value(c.in.query(), name).value_or(std::move(text))).value_or(-1);
  };
  const double duration = number("duration", "2");
  const double count = number("numbytes", "10");
  const double wait = number("delay", "0");
  const auto code = count_of(query_value(c.in.query(), "code").value_or("200"));
  if (!(duration >= 0 && wait >= 0 && duration + wait <= max_wait_seconds)) {
    return failure(400, "duration and delay must be 0 to 30 seconds together");
  }
  if (!(count >= 1 && count <= 1e7)) return failure(400, "numbytes must be 1 to 10000000");
  if (!code || *code < 200 || *code > 599) return failure(400, "code must be 200 to 599");

  const auto total = static_cast<std::uint32_t>(count);
  const auto pieces = std::min<std::uint32_t>(total, max_pieces);
  const auto per_piece = total / pieces;
  script out;
  out.steps.push_back({"HTTP/1.1 " + std::to_string(*code) +
                           " Drip\r\nContent-Type: application/octet-stream\r\nContent-Length: " +
                           std::to_string(total) + "\r\n\r\n",
                       from_seconds(wait)});
  out.steps.push_back({std::string(per_piece, '*'), from_seconds(duration / pieces), pieces});
  out.steps.push_back({std::string(total - per_piece * pieces, '*')});
  return out;
}

message redirect_to(std::string location) {
  message out;
  out.status = 302;
  out.content_type = "text/html; charset=utf-8";
  out.headers.emplace_back("Location", std::move(location));
  return out;
}

reply redirect(const call& c) {
  const auto count = count_of(c.captured[0]);
  if (!count || *count == 0 || *count > 100) return failure(400, "redirects must be 1 to 100");
  return redirect_to(*count == 1 ? "/get" : "/redirect/" + std::to_string(*count - 1));
}

reply cookies(const call& c) {
  json::object found;
  auto rest = c.in.header("cookie");
  while (!rest.empty()) {
    auto pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    found[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  message out;
  out.body = json::serialize(json::object{{"cookies", std::move(found)}});
  return out;
}

reply set_cookies(const call& c) {
  auto out = redirect_to("/cookies");
  for (const auto& [name, value] : query_pairs(c.in.query())) {
    if (!is_header_text(name) || !is_header_text(value)) return failure(400, "control character");
    out.headers.emplace_back("Set-Cookie",
                             std::string(name).append("=").append(value).append("; Path=/"));
  }
  return out;
}

reply basic_auth(const call& c) {
  constexpr std::string_view scheme = "Basic ";
  const auto given = c.in.header("authorization");
  const bool fits = same_word(given.substr(0, scheme.size()), scheme) &&
                    base64_decoded(given.substr(scheme.size())) ==
                        std::optional(c.captured[0] + ":" + c.captured[1]);
  message out;
  if (fits) {
    out.body = json::serialize(json::object{{"authenticated", true}, {"user", c.captured[0]}});
  } else {
    out.status = 401;
    out.headers.emplace_back("WWW-Authenticate", R"(Basic realm="Fake Realm")");
  }
  return out;
}

reply bearer(const call& c) {
  const auto token = bearer_token(c.in);
  message out;
  if (!token.empty()) {
    out.body = json::serialize(json::object{{"authenticated", true}, {"token", token}});
  } else {
    out.status = 401;
    out.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return out;
}

/// Answers with the headers that the query asks for; the body lists them.
reply response_headers(const call& c) {
  message out;
  json::object shown{{"Content-Type", out.content_type}};
  for (const auto& [name, value] : query_pairs(c.in.query())) {
    const bool is_name = !name.empty() && name.find_first_of(" :\t") == std::string::npos;
    if (!is_name || !is_header_text(name) || !is_header_text(value)) {
      return failure(400, "not a header");
    }
    if (same_word(name, "content-length") || same_word(name, "transfer-encoding")) {
      return failure(400, "framing headers are the server's own");
    }
    shown[name] = value;
    if (same_word(name, "content-type")) {
      out.content_type = value;
    } else {
      out.headers.emplace_back(name, value);
    }
  }
  out.body = json::serialize(shown);
  return out;
}

}  // namespace

std::span<const route> control_routes() {
  static constexpr std::array rows{
      route{"/status/*", any_method, status},
      route{"/delay/*", any_method, delay},
      route{"/bytes/*", reads, bytes},
      route{"/stream/*", "GET", stream},
      route{"/stream-bytes/*", "GET", stream_bytes},
      route{"/drip", "GET", drip},
      route{"/redirect/*", reads, redirect},
      route{"/cookies", reads, cookies},
      route{"/cookies/set", reads, set_cookies},
      route{"/basic-auth/*/*", reads, basic_auth},
      route{"/bearer", reads, bearer},
      route{"/response-headers", "GET, HEAD, POST", response_headers},
  };
  return rows;
}

}  // namespace target

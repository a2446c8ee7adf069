#include "plugins/http/response_cache.hpp"

#include "plugins/http/cache_control.hpp"
#include "plugins/http/character_class.hpp"

#include <algorithm>
#include <functional>

namespace veriload::http_plugin {
namespace {

constexpr std::uint64_t overhead = sizeof(cached_answer) + 64;  // bytes per answer

std::string_view view(vl_str text) { return {text.len != 0 ? text.ptr : "", text.len}; }

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::ranges::any_of(names,
                             [name](std::string_view n) { return equal_ignoring_case(name, n); });
}

bool has_conditions(std::span<const vl_kv> headers) {
  constexpr std::string_view names[] = {"if-match",          "if-none-match",       "if-range",
                                        "if-modified-since", "if-unmodified-since", "range"};
  return std::ranges::any_of(headers,
                             [&](const vl_kv& h) { return is_one_of(view(h.key), names); });
}

// What a 304 must not change: it describes the message or the body that was kept (RFC 9111 3.2).
bool belongs_to_message(std::string_view name) {
  constexpr std::string_view names[] = {"connection",        "keep-alive",   "proxy-authenticate",
                                        "proxy-connection",  "te",           "trailer",
                                        "transfer-encoding", "upgrade",      "content-length",
                                        "content-encoding",  "content-type", "content-range"};
  return is_one_of(name, names);
}

// The first element of a list, without blanks; the list moves on.
std::string_view next_element(std::string_view& list) {
  const std::size_t comma = std::min(list.find(','), list.size());
  const std::string_view element = trimmed(list.substr(0, comma));
  list.remove_prefix(std::min(comma + 1, list.size()));
  return element;
}

// "accept,accept-language" from all Vary fields; false for "*".
bool read_vary(std::span<const vl_kv> headers, std::string& out) {
  out.clear();
  for (const vl_kv& h : headers) {
    if (!equal_ignoring_case(view(h.key), "vary")) continue;
    for (std::string_view list = view(h.value); !list.empty();) {
      const std::string_view name = next_element(list);
      if (name == "*") return false;
      if (name.empty()) continue;
      if (!out.empty()) out += ',';
      for (const char c : name)
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
  }
  return true;
}

// What a request says under the names; absent differs from empty.
void append_vary_key(std::string& out, std::string_view names, std::span<const vl_kv> headers) {
  while (!names.empty()) {
    const std::string_view name = next_element(names);
    for (const vl_kv& h : headers) {
      if (equal_ignoring_case(view(h.key), name)) out.append("=").append(trimmed(view(h.value)));
    }
    out += '\n';
  }
}

// Replaces the headers of an answer; the views of `headers` may point into its old text.
void set_headers(cached_answer& answer, std::string& text, std::span<const vl_kv> headers) {
  std::string bytes;
  std::size_t size = 0;
  for (const vl_kv& h : headers)
    size += h.key.len + h.value.len;
  bytes.reserve(size);
  std::vector<vl_kv> views;
  views.reserve(headers.size());
  for (const vl_kv& h : headers) {
    const char* at = bytes.data() + bytes.size();
    bytes.append(view(h.key)).append(view(h.value));
    views.push_back({{at, h.key.len}, {at + h.key.len, h.value.len}});
  }
  // A long text keeps its address when it moves; a short one lies in the string itself.
  text = std::move(bytes);
  const char* at = text.data();
  for (vl_kv& v : views) {
    v.key.ptr = at;
    v.value.ptr = at + v.key.len;
    at += v.key.len + v.value.len;
  }
  answer.headers = std::move(views);
}

std::string_view without_weak(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

// "https://host:1" of an absolute URL.
std::string_view origin_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return {};
  return url.substr(0, std::min(url.find_first_of("/?#", slashes + 3), url.size()));
}

}  // namespace

std::string_view cached_answer::etag() const noexcept { return header_value(headers, "etag"); }
std::string_view cached_answer::last_modified() const noexcept {
  return header_value(headers, "last-modified");
}

bool response_cache::varies_alike(const cached_answer& kept, const cache_request& request) {
  if (kept.vary_names.empty()) return true;
  scratch_.clear();
  append_vary_key(scratch_, kept.vary_names, request.headers);
  return scratch_ == kept.vary_key;
}

response_cache::slot response_cache::find(const cache_request& request) {
  const std::uint64_t hash = std::hash<std::string_view>()(request.url);
  auto best = answers_.end();
  for (auto a = answers_.begin(); a != answers_.end(); ++a) {
    if ((*a)->url_hash != hash || (*a)->url != request.url || !varies_alike(**a, request)) continue;
    if (best == answers_.end() || (*a)->received > (*best)->received) best = a;
  }
  return best;
}

cache_lookup response_cache::look(const cache_request& request, wall_seconds now) {
  if (request.verb != "GET" || has_conditions(request.headers)) return {};
  const cache_directives wish = read_directives(request.headers);
  if (wish.no_store) return {};
  const auto found = find(request);
  if (found == answers_.end()) return {cache_step::miss, nullptr};
  cached_answer& kept = **found;
  if (request.wants_body && !kept.body_known) return {cache_step::miss, nullptr};
  kept.used = ++clock_;

  const wall_seconds age = kept.initial_age + std::max(wall_seconds{0}, now - kept.received);
  const bool old_enough_for_wish = wish.max_age && age > *wish.max_age;
  if (!wish.no_cache && !kept.no_cache && !old_enough_for_wish && age < kept.lifetime) {
    return {cache_step::fresh, &kept};
  }
  if (kept.etag().empty() && kept.last_modified().empty()) return {cache_step::miss, nullptr};
  return {cache_step::validate, &kept};
}

bool response_cache::store(const cache_request& request, const cache_reply& reply) {
  if (request.verb != "GET" || has_conditions(request.headers)) return false;
  // Whatever came, the answer that was kept for this request is no longer the newest.
  if (const auto old = find(request); old != answers_.end() && reply.status < 500) remove(old);
  if (reply.status < 200 || reply.status == 206 || reply.status == 304) return false;
  const cache_directives said = read_directives(reply.headers);
  if (said.no_store || read_directives(request.headers).no_store) return false;
  auto made = std::make_unique<cached_answer>();
  if (!read_vary(reply.headers, made->vary_names)) return false;
  const freshness fresh = judge_freshness(reply.status, reply.headers, reply.sent, reply.received);
  const bool has_validator = !header_value(reply.headers, "etag").empty() ||
                             !header_value(reply.headers, "last-modified").empty();
  // What can neither be served nor validated is of no use; failures are kept only when told so.
  if (fresh.lifetime == 0 && !has_validator) return false;
  if (!fresh.is_explicit && fresh.lifetime == 0 && reply.status != 200) return false;

  set_headers(*made, made->text, reply.headers);
  made->cost = overhead + request.url.size() + made->text.size() +
               made->headers.size() * sizeof(vl_kv) + reply.body_bytes;
  if (made->cost > limit_) return false;
  made->url = request.url;
  made->url_hash = std::hash<std::string_view>()(request.url);
  append_vary_key(made->vary_key, made->vary_names, request.headers);
  made->status = reply.status;
  made->body_bytes = reply.body_bytes;
  made->body_known = reply.body_known;
  if (reply.body_known) made->body = bodies_->keep(reply.body);
  made->received = reply.received;
  made->lifetime = fresh.lifetime;
  made->initial_age = fresh.initial_age;
  made->no_cache = said.no_cache;
  made->used = ++clock_;
  bytes_ += made->cost;
  answers_.push_back(std::move(made));
  make_room();
  return true;
}

const cached_answer* response_cache::freshen(const cache_request& request,
                                             const cache_reply& reply) {
  const auto found = find(request);
  if (found == answers_.end()) return nullptr;
  cached_answer& kept = **found;
  const std::string_view etag = header_value(reply.headers, "etag");
  if (!etag.empty() && without_weak(etag) != without_weak(kept.etag())) {
    remove(found);
    return nullptr;
  }
  std::vector<vl_kv> merged;
  const auto renewed = [&](std::string_view name) {
    return !belongs_to_message(name) && std::ranges::any_of(reply.headers, [&](const vl_kv& h) {
      return same_name(view(h.key), name);
    });
  };
  for (const vl_kv& h : kept.headers) {
    if (!renewed(view(h.key))) merged.push_back(h);
  }
  for (const vl_kv& h : reply.headers) {
    if (!belongs_to_message(view(h.key))) merged.push_back(h);
  }
  const std::uint64_t before = kept.text.size() + kept.headers.size() * sizeof(vl_kv);
  set_headers(kept, kept.text, merged);
  const std::uint64_t after = kept.text.size() + kept.headers.size() * sizeof(vl_kv);
  kept.cost += after - before;
  bytes_ += after - before;

  const cache_directives said = read_directives(kept.headers);
  const freshness fresh = judge_freshness(kept.status, kept.headers, reply.sent, reply.received);
  kept.received = reply.received;
  kept.lifetime = fresh.lifetime;
  kept.initial_age = fresh.initial_age;
  kept.no_cache = said.no_cache || said.no_store;
  kept.used = ++clock_;
  return &kept;
}

void response_cache::after_unsafe(const cache_request& request, const cache_reply& reply) {
  constexpr std::string_view safe[] = {"get", "head", "options", "trace"};
  if (is_one_of(request.verb, safe) || reply.status < 200 || reply.status >= 400) return;
  remove_url(request.url);
  const std::string_view origin = origin_of(request.url);
  for (const char* name : {"location", "content-location"}) {
    std::string_view other = header_value(reply.headers, name);
    other = other.substr(0, std::min(other.find('#'), other.size()));
    if (other.starts_with('/') && !other.starts_with("//")) {
      scratch_.assign(origin).append(other);
      remove_url(scratch_);
    } else if (!origin.empty() && origin_of(other) == origin) {
      remove_url(other);
    }
  }
}

void response_cache::remove(slot at) {
  bytes_ -= (*at)->cost;
  std::iter_swap(at, std::prev(answers_.end()));
  answers_.pop_back();
}

void response_cache::remove_url(std::string_view url) {
  for (std::size_t i = 0; i < answers_.size();) {
    if (answers_[i]->url == url) {
      remove(answers_.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

void response_cache::make_room() {
  while (bytes_ > limit_) {
    remove(std::ranges::min_element(answers_, {}, [](const auto& a) { return a->used; }));
  }
}

void response_cache::clear() noexcept {
  answers_.clear();
  bytes_ = 0;
}

}  // namespace veriload::http_plugin

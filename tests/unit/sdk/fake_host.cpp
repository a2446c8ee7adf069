#include "tests/unit/sdk/fake_host.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace veriload::sdk_test {

namespace {

std::string text(vl_str s) { return s.len ? std::string(s.ptr, s.len) : std::string(); }
vl_str view(const std::string& s) { return vl_str{s.data(), s.size()}; }

/// The bytes behind a vl_reply.
struct reply_owner {
  fake_host* host;
  scripted_reply script;
  std::vector<vl_kv> headers;
};

void release_reply(vl_reply* reply) noexcept {
  auto* owner = static_cast<reply_owner*>(reply->owner);
  --owner->host->live_replies;
  delete owner;
}

}  // namespace

std::string seen_call::header(std::string_view key) const {
  for (const auto& [known, value] : headers) {
    if (known == key) return value;
  }
  return "(none)";
}

struct services {
  static fake_host& of(const vl_host* host) {
    return *reinterpret_cast<const fake_host::abi_host*>(host)->self;
  }
  static fake_host& of(vl_user* user) { return *reinterpret_cast<fake_host*>(user); }
  static fake_host& of(vl_loop* loop) { return *reinterpret_cast<fake_host*>(loop); }
  static fake_host& of(vl_session* session) { return *reinterpret_cast<fake_host*>(session); }

  static void later(fake_host& host, vl_op* op, vl_status status) {
    host.ready_.emplace_back(op, vl_result{status, 0, 0});
  }

  // loop
  static vl_ns now(vl_loop* loop) noexcept { return of(loop).now; }
  static int32_t is_current(vl_loop*) noexcept { return 1; }
  static vl_status post(vl_loop* loop, vl_op* op) noexcept {
    later(of(loop), op, VL_OK);
    return VL_PENDING;
  }
  static vl_status loop_sleep(vl_loop* loop, vl_ns when, vl_op* op) noexcept {
    of(loop).timers_.push_back({when, op});
    return VL_PENDING;
  }
  static vl_status fd_ready(vl_loop*, int32_t, uint32_t, vl_op*) noexcept {
    return VL_E_UNSUPPORTED;
  }
  static vl_status offload(vl_loop*, vl_work*, vl_op*) noexcept { return VL_E_UNSUPPORTED; }
  static vl_status loop_cancel(vl_loop*, vl_op*) noexcept { return VL_E_INVALID; }

  // user
  static vl_id field(const vl_host* handle, vl_str path, vl_error* error) noexcept {
    fake_host& host = of(handle);
    ++host.field_lookups;
    vl_id id = 0;
    for (const auto& entry : host.persona) {
      ++id;
      if (entry.first == text(path)) return id;
    }
    if (error != nullptr) {
      std::snprintf(error->message, sizeof error->message, "did you mean contact.email?");
    }
    return 0;
  }
  static vl_status persona(vl_user* user, vl_id field, vl_str* out) noexcept {
    fake_host& host = of(user);
    if (field == 0 || field > host.persona.size()) return VL_E_INVALID;
    *out = view(std::next(host.persona.begin(), field - 1)->second);
    return VL_OK;
  }
  static vl_status segment(vl_user*, vl_str* out) noexcept {
    *out = vl_str{"en_US:Computing", 15};
    return VL_OK;
  }
  static uint64_t random(vl_user* user) noexcept {
    fake_host& host = of(user);
    if (host.random_numbers.empty()) return 0;
    const std::uint64_t next = host.random_numbers.front();
    host.random_numbers.pop_front();
    return next;
  }
  static uint64_t number(vl_user* user) noexcept { return of(user).user_number; }
  static vl_loop* loop(vl_user* user) noexcept { return reinterpret_cast<vl_loop*>(user); }
  static int32_t stopping(vl_user* user) noexcept { return of(user).stopping ? 1 : 0; }
  static void stop(vl_user* user) noexcept { of(user).stop_asked = true; }
  static void fail(vl_user* user, vl_str kind, vl_str message) noexcept {
    of(user).failures.emplace_back(text(kind), text(message));
  }
  static vl_status user_sleep(vl_user* user, vl_ns when, vl_op* op) noexcept {
    return loop_sleep(loop(user), when, op);
  }
  static vl_status on_stop(vl_user*, vl_op*) noexcept { return VL_E_UNSUPPORTED; }
  static vl_status user_cancel(vl_user*, vl_op*) noexcept { return VL_E_INVALID; }

  // calls
  static vl_status open(vl_user* user, vl_str, const vl_node*, vl_session** out,
                        vl_op* op) noexcept {
    fake_host& host = of(user);
    ++host.opens;
    // Written before completion, as the contract says: nobody may use it early.
    *out = reinterpret_cast<vl_session*>(user);
    if (!host.open_later) return host.open_status;
    later(host, op, host.open_status);
    return VL_PENDING;
  }
  static vl_status call(vl_session* session, const vl_call* call, vl_reply* reply,
                        vl_op* op) noexcept {
    fake_host& host = of(session);
    seen_call seen;
    seen.verb = text(call->verb);
    seen.target = text(call->target);
    seen.name = text(call->name);
    seen.body.assign(static_cast<const char*>(call->body.ptr), call->body.len);
    for (std::uint32_t i = 0; i < call->n_headers; ++i) {
      seen.headers.emplace_back(text(call->headers[i].key), text(call->headers[i].value));
    }
    seen.flags = call->flags;
    seen.timeout = call->timeout;
    host.calls.push_back(std::move(seen));

    scripted_reply script;
    if (!host.replies.empty()) {
      script = std::move(host.replies.front());
      host.replies.pop_front();
    }
    if (script.never) {
      host.stuck_.push_back({op});
      return VL_PENDING;
    }
    fill(host, std::move(script), reply);
    const auto& kept = static_cast<reply_owner*>(reply->owner)->script;
    if (!kept.later) return kept.status;
    later(host, op, kept.status);
    return VL_PENDING;
  }
  static void fill(fake_host& host, scripted_reply script, vl_reply* reply) {
    auto* owner = new reply_owner{&host, std::move(script), {}};
    ++host.live_replies;
    for (const auto& [key, value] : owner->script.headers) {
      owner->headers.push_back(vl_kv{view(key), view(value)});
    }
    reply->flags = VL_REPLY_REUSED;
    reply->code = owner->script.code;
    reply->headers = owner->headers.data();
    reply->n_headers = static_cast<std::uint32_t>(owner->headers.size());
    reply->body = vl_cbuf{owner->script.body.data(), owner->script.body.size()};
    reply->error = view(owner->script.error);
    reply->sent = 1000;
    reply->first_byte = 1400;
    reply->done = 1500;
    reply->connect = 30;
    reply->bytes_out = 90;
    reply->bytes_in = 120;
    reply->release = &release_reply;
    reply->owner = owner;
  }
  static vl_status close(vl_session*, vl_op*) noexcept { return VL_OK; }
  static const void* typed(vl_session*, const char*, void**) noexcept { return nullptr; }

  // metrics
  static vl_id intern(const vl_host* host, vl_str name) noexcept {
    fake_host& fake = of(host);
    return fake.names_.emplace(text(name), vl_id(fake.names_.size() + 1)).first->second;
  }
  static vl_id counter(const vl_host* handle, vl_str name, vl_str unit) noexcept {
    fake_host& host = of(handle);
    return host.names_.emplace(text(name) + " " + text(unit), vl_id(host.names_.size() + 1))
        .first->second;
  }
  static vl_status emit(vl_user*, const void*, uint32_t, uint32_t) noexcept { return VL_OK; }
  static vl_status add(vl_user* user, vl_id id, double amount) noexcept {
    for (const auto& [name, known] : of(user).names_) {
      if (known == id) of(user).counters[name] += amount;
    }
    return VL_OK;
  }
  static vl_status check(vl_user* user, vl_str name, int32_t passed) noexcept {
    auto& counts = of(user).checks[text(name)];
    ++(passed ? counts.first : counts.second);
    return VL_OK;
  }

  // log
  static int32_t enabled(const vl_host*, int32_t level) noexcept { return level >= VL_LOG_INFO; }
  static void write(const vl_host* handle, int32_t level, vl_str line, const vl_kv* pairs,
                    uint32_t n) noexcept {
    std::string all = std::to_string(level) + " " + text(line);
    for (std::uint32_t i = 0; i < n; ++i)
      all += " " + text(pairs[i].key) + "=" + text(pairs[i].value);
    of(handle).log_lines.push_back(all);
  }

  // schedule
  static vl_status add_user_class(const vl_host* handle, const vl_user_class* added,
                                  vl_error*) noexcept {
    of(handle).classes.push_back(added);
    return VL_OK;
  }

  static const void* find(const vl_host* handle, const char* id) noexcept {
    static constexpr vl_loop_v1 loops = {sizeof loops, 0,         &now,     &is_current, &post,
                                         &loop_sleep,  &fd_ready, &offload, &loop_cancel};
    static constexpr vl_user_v1 users = {sizeof users, 0,           &field,   &persona,    &segment,
                                         &random,      &number,     &loop,    &stopping,   &stop,
                                         &fail,        &user_sleep, &on_stop, &user_cancel};
    static constexpr vl_calls_v1 calls = {sizeof calls, 0, &open, &call, &close, &typed};
    static constexpr vl_metrics_v1 metrics = {sizeof metrics, 0,    &intern, &counter,
                                              &emit,          &add, &check};
    static constexpr vl_log_v1 logs = {sizeof logs, 0, &enabled, &write};
    static constexpr vl_schedule_v1 schedule = {sizeof schedule, 0, &add_user_class};
    const std::string_view wanted(id);
    if (wanted == of(handle).missing_) return nullptr;
    if (wanted == VL_SVC_LOOP) return &loops;
    if (wanted == VL_SVC_USER) return &users;
    if (wanted == VL_SVC_CALLS) return &calls;
    if (wanted == VL_SVC_METRICS) return &metrics;
    if (wanted == VL_SVC_LOG) return &logs;
    if (wanted == VL_SVC_SCHEDULE) return &schedule;
    return nullptr;
  }
};

fake_host::fake_host()
    : host_{
          vl_host{sizeof(vl_host), VL_ABI_MAJOR, VL_ABI_MINOR, vl_str{"test", 4}, &services::find},
          this} {
  persona["contact.email"] = "ann@example.test";
  persona["persona_id"] = "p-17";
}

void fake_host::run_until_idle() {
  for (;;) {
    while (!ready_.empty()) {
      const auto [op, result] = ready_.front();
      ready_.erase(ready_.begin());
      op->complete(op, result);
    }
    if (timers_.empty()) return;
    const auto first = std::min_element(timers_.begin(), timers_.end(),
                                        [](auto& a, auto& b) { return a.when < b.when; });
    now = std::max(now, first->when);
    ready_.emplace_back(first->op, vl_result{VL_OK, 0, 0});
    timers_.erase(first);
  }
}

void fake_host::cancel_all() {
  for (const timer& t : timers_)
    ready_.emplace_back(t.op, vl_result{VL_E_CANCELED, 0, 0});
  for (const pending_call& c : stuck_)
    ready_.emplace_back(c.op, vl_result{VL_E_CANCELED, 0, 0});
  timers_.clear();
  stuck_.clear();
}

live_user::live_user(fake_host& host, const vl_user_class* of) : host_(host), class_(of) {
  vl_error error{};
  error.struct_size = sizeof error;
  if (of->create(of->self, host.user(), &state_, &error) != VL_OK) {
    throw std::runtime_error(error.message);
  }
}

live_user::~live_user() { class_->destroy(state_); }

}  // namespace veriload::sdk_test

#include <veriload/testing/fake_user.hpp>

#include <veriload/testing/fake_host.hpp>

#include "abi_text.hpp"

#include <algorithm>

namespace veriload::testing {

struct user_functions {
  static vl_id field(const vl_host* handle, vl_str path, vl_error* error) noexcept {
    fake_host& host = fake_host::of(handle);
    ++host.field_lookups;
    const std::string wanted(view_of(path));
    if (host.persona.contains(wanted)) return host.record.id_of(wanted);
    // The nearest is the one with the longest common beginning.
    std::string_view nearest;
    std::size_t best = 0;
    for (const auto& [known, value] : host.persona) {
      const std::size_t same =
          static_cast<std::size_t>(std::ranges::mismatch(known, wanted).in1 - known.begin());
      if (same > best) best = same, nearest = known;
    }
    refused(error, VL_E_INVALID,
            nearest.empty() ? std::string() : "did you mean " + std::string(nearest) + "?");
    return 0;
  }
  static vl_status persona(vl_user* user, vl_id field, vl_str* out) noexcept {
    const fake_host& host = fake_user::of(user).host();
    const auto at = host.persona.find(host.record.name_of(field));
    if (field == 0 || at == host.persona.end()) return VL_E_INVALID;
    *out = str_of(at->second);
    return VL_OK;
  }
  static vl_status segment(vl_user* user, vl_str* out) noexcept {
    *out = str_of(fake_user::of(user).segment);
    return VL_OK;
  }
  static uint64_t random(vl_user* user) noexcept { return fake_user::of(user).draw(); }
  static uint64_t number(vl_user* user) noexcept { return fake_user::of(user).number; }
  static vl_loop* loop(vl_user* user) noexcept { return fake_user::of(user).host().loop.handle(); }
  static int32_t stopping(vl_user* user) noexcept { return fake_user::of(user).stopping ? 1 : 0; }
  static void stop(vl_user* user) noexcept { fake_user::of(user).stop_asked = true; }
  static void fail(vl_user* user, vl_str kind, vl_str message) noexcept {
    fake_user::of(user).failures.emplace_back(view_of(kind), view_of(message));
  }
  static vl_status sleep_until(vl_user* user, vl_ns when, vl_op* op) noexcept {
    fake_loop& loop = fake_user::of(user).host().loop;
    if (loop.fails()) return VL_E_NOMEM;
    return loop.pend(op, user, "user.sleep_until", when, {VL_OK, 0, 0});
  }
  static vl_status on_stop(vl_user* user, vl_op* op) noexcept {
    fake_user& self = fake_user::of(user);
    fake_loop& loop = self.host().loop;
    if (loop.fails()) return VL_E_NOMEM;
    const vl_ns when = self.stopping ? loop.time : fake_loop::never;
    // Forgotten before it completes: from then on the op may be used for something else.
    const auto forget = [&self, op](vl_result result) {
      std::erase(self.stop_ops_, op);
      return result;
    };
    const vl_status answer = loop.pend(op, user, "user.on_stop", when, {VL_OK, 0, 0}, forget);
    if (answer == VL_PENDING) self.stop_ops_.push_back(op);
    return answer;
  }
  static vl_status cancel(vl_user* user, vl_op* op) noexcept {
    fake_user& self = fake_user::of(user);
    if (self.host().loop.cancel(op, user)) return VL_OK;
    return self.host().calls.cancel(self, op);
  }

  static vl_status record(vl_user* user, vl_str kind, uint64_t number, const vl_sink* sink,
                          vl_error* error) noexcept {
    const fake_host& host = fake_user::of(user).host();
    const auto at = host.records.find(view_of(kind));
    if (at == host.records.end())
      return refused(error, VL_E_INVALID,
                     "no \"" + std::string(view_of(kind)) + "\" in fake_host::records");
    std::string text = at->second;
    constexpr std::string_view hole = "{number}";
    for (std::size_t found = text.find(hole); found != std::string::npos; found = text.find(hole))
      text.replace(found, hole.size(), std::to_string(number));
    return sink->write(sink->ctx, {text.data(), text.size()});
  }

  static constexpr vl_user_v1 table{
      sizeof(vl_user_v1), 0,     &field, &persona,     &segment, &random, &number, &loop,
      &stopping,          &stop, &fail,  &sleep_until, &on_stop, &cancel, &record};
};

fake_user::fake_user(fake_host& host, std::uint64_t its_number) : number(its_number), host_(host) {}

fake_user::~fake_user() = default;

const vl_user_v1& fake_user::table() noexcept { return user_functions::table; }

// Splitmix64 from a place of its own per user: no state besides a counter, so that a test repeats.
std::uint64_t fake_user::draw() {
  if (!random_numbers.empty()) {
    const std::uint64_t next = random_numbers.front();
    random_numbers.pop_front();
    return next;
  }
  std::uint64_t mixed = (++drawn_ + (number << 32)) * 0x9e3779b97f4a7c15;
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
  return mixed ^ mixed >> 31;
}

void fake_user::wind_down() {
  stopping = true;
  for (vl_op* op : stop_ops_)
    host_.loop.finish(op, handle(), {VL_OK, 0, 0});
}

void fake_user::cancel() {
  host_.loop.cancel_all(handle());
  host_.calls.cancel_all(*this);
}

}  // namespace veriload::testing

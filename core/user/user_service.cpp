// veriload.user/1: one virtual user behind a C table.
#include "core/base/nearest.hpp"
#include "core/host/context.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"
#include "core/personas/persona_source.hpp"
#include "core/user/services.hpp"
#include "core/user/virtual_user.hpp"

namespace veriload::users {
namespace {

using host::text_of;
using host::view_of;

vl_id field(const vl_host* host, vl_str path, vl_error* error) noexcept {
  const personas::persona_source* known = host::plugin::of(host).context().personas;
  if (!known) {
    host::write_error(error, VL_E_MISUSE, "personas are not known before the run");
    return 0;
  }
  if (const auto id = known->field(text_of(path))) return *id + 1;  // 0 is "none" on the other side
  std::string message = "personas have no field \"" + std::string(text_of(path)) + "\"";
  if (const auto near = base::nearest(text_of(path), known->fields()); !near.empty()) {
    message += ", did you mean \"" + std::string(near) + "\"?";
  }
  host::write_error(error, VL_E_INVALID, message);
  return 0;
}

vl_status persona(vl_user* user, vl_id id, vl_str* out) noexcept {
  if (id == 0) return VL_E_INVALID;
  *out = view_of(user_of(user).persona_value(id - 1));
  return VL_OK;
}

vl_status segment(vl_user* user, vl_str* out) noexcept {
  *out = view_of(user_of(user).segment());
  return VL_OK;
}

uint64_t random(vl_user* user) noexcept { return user_of(user).random(); }
uint64_t number(vl_user* user) noexcept { return user_of(user).number(); }
vl_loop* loop(vl_user* user) noexcept { return &user_of(user).worker().scenario_loop; }
int32_t stopping(vl_user* user) noexcept { return user_of(user).stopping() ? 1 : 0; }
void stop(vl_user* user) noexcept { user_of(user).leave(); }

void fail(vl_user* user, vl_str kind, vl_str message) noexcept {
  user_of(user).note_failure(text_of(kind), text_of(message));
}

vl_status sleep_until(vl_user* user, vl_ns when, vl_op* op) noexcept {
  return user_of(user).sleep_until(when, *op);
}

vl_status on_stop(vl_user* user, vl_op* op) noexcept { return user_of(user).wait_for_stop(*op); }
vl_status cancel(vl_user* user, vl_op* op) noexcept { return user_of(user).cancel(*op); }

vl_status record(vl_user* user, vl_str kind, uint64_t number, const vl_sink* sink,
                 vl_error* error) noexcept {
  const auto known = personas::record_kind_at(text_of(kind));
  if (!known) {
    host::write_error(error, VL_E_INVALID, personas::unknown_record_kind(text_of(kind)));
    return VL_E_INVALID;
  }
  if (number >= personas::records_per_persona) {
    host::write_error(error, VL_E_INVALID,
                      "record number is " + std::to_string(number) + ", expected less than " +
                          std::to_string(personas::records_per_persona));
    return VL_E_INVALID;
  }
  std::string text;
  user_of(user).append_record(*known, number, text);
  return sink->write(sink->ctx, {text.data(), text.size()});
}

}  // namespace

const vl_user_v1 user_service = {
    sizeof(vl_user_v1), 0,    field, persona,     segment, random, number, loop,
    stopping,           stop, fail,  sleep_until, on_stop, cancel, record};

}  // namespace veriload::users

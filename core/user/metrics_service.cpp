// veriload.metrics/1: checks, counters and samples behind a C table. Ids on the other side start
// at 1.
#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/host/context.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"
#include "core/user/call_sample.hpp"
#include "core/user/services.hpp"
#include "core/user/virtual_user.hpp"

namespace veriload::users {
namespace {

using host::text_of;

// What `code` of a sample is: the errno of a failure below the protocol, which tells its class, or
// the protocol's own, which a report shows.
bool is_errno(vl_status status) noexcept {
  return status == VL_E_CONNECT || status == VL_E_CLOSED || status == VL_E_DNS ||
         status == VL_E_NOMEM;
}

vl_id intern(const vl_host* host, vl_str name) noexcept {
  return host::plugin::of(host).context().endpoints->intern(text_of(name)) + 1;
}

vl_id counter(const vl_host* host, vl_str name, vl_str unit) noexcept {
  return host::plugin::of(host).context().counters->intern(text_of(name), text_of(unit)) + 1;
}

vl_status emit(vl_user* user, const void* samples, uint32_t n, uint32_t stride) noexcept {
  if (stride < sizeof(vl_sample)) return VL_E_INVALID;
  virtual_user& by = user_of(user);
  const char* next = static_cast<const char*>(samples);
  for (uint32_t i = 0; i < n; ++i, next += stride) {
    const auto& given = *reinterpret_cast<const vl_sample*>(next);
    if (given.name == 0 || given.done == 0) return VL_E_INVALID;
    aggregation::sample s;
    s.planned = given.planned ? given.planned : given.sent;
    s.sent = given.sent;
    s.first_byte = given.first_byte;
    s.done = given.done;
    s.endpoint = given.name - 1;
    s.segment = by.segment_id();
    s.status_code = is_errno(given.status) ? 0 : given.code;
    s.failure = class_of(given.status, given.code);
    s.reused = (given.flags & VL_SAMPLE_REUSED) != 0;
    s.bytes_out = given.bytes_out;
    s.bytes_in = given.bytes_in;
    s.dns = given.dns;
    s.connect = given.connect;
    s.tls = given.tls;
    s.error_text = text_of(given.error);
    by.worker().recorder->record(s);
    if (s.failure != aggregation::error_class::none) by.note_failed(s);
  }
  return VL_OK;
}

vl_status add(vl_user* user, vl_id id, double amount) noexcept {
  if (id == 0) return VL_E_INVALID;
  user_of(user).worker().recorder->add(id - 1, amount);
  return VL_OK;
}

vl_status check(vl_user* user, vl_str name, int32_t passed) noexcept {
  worker_context& worker = user_of(user).worker();
  worker.recorder->check(worker.names.checks->intern(text_of(name)), passed != 0);
  return VL_OK;
}

}  // namespace

const vl_metrics_v1 metrics_service = {sizeof(vl_metrics_v1), 0, intern, counter, emit, add, check};

}  // namespace veriload::users

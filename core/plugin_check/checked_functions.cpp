#include "core/plugin_check/checked_functions.hpp"

#include <veriload/testing/fake_loop.hpp>
#include <veriload/testing/fake_network.hpp>
#include <veriload/testing/fake_node.hpp>
#include <veriload/testing/fake_record.hpp>

namespace veriload::plugin_check {

using testing::fake_calls;
using testing::fake_loop;
using testing::fake_network;
using testing::fake_record;
using testing::fake_user;

template <>
const vl_loop_v1& checked_functions::real<vl_loop_v1>() noexcept {
  return fake_loop::table();
}
template <>
const vl_stream_v1& checked_functions::real<vl_stream_v1>() noexcept {
  return fake_network::table();
}
template <>
const vl_metrics_v1& checked_functions::real<vl_metrics_v1>() noexcept {
  return fake_record::metrics();
}
template <>
const vl_log_v1& checked_functions::real<vl_log_v1>() noexcept {
  return fake_record::logs();
}
template <>
const vl_config_v1& checked_functions::real<vl_config_v1>() noexcept {
  return testing::fake_node::table();
}
template <>
const vl_schedule_v1& checked_functions::real<vl_schedule_v1>() noexcept {
  return fake_record::schedule();
}
template <>
const vl_user_v1& checked_functions::real<vl_user_v1>() noexcept {
  return fake_user::table();
}
template <>
const vl_calls_v1& checked_functions::real<vl_calls_v1>() noexcept {
  return fake_calls::table();
}

namespace {

// Services that the host of the tests serves by a function of its own.
template <class Table>
const Table& served(const char* id) {
  static testing::fake_host any;
  return *static_cast<const Table*>(any.handle()->service(any.handle(), id));
}

}  // namespace

template <>
const vl_safety_v1& checked_functions::real<vl_safety_v1>() noexcept {
  return served<vl_safety_v1>(VL_SVC_SAFETY);
}
template <>
const vl_extract_v1& checked_functions::real<vl_extract_v1>() noexcept {
  return served<vl_extract_v1>(VL_SVC_EXTRACT);
}

namespace {

using f = checked_functions;

constexpr vl_loop_v1 loop_table{
    sizeof(vl_loop_v1),
    0,
    &checked<"loop.now", mark::any, &vl_loop_v1::now>::call,
    &f::is_current,
    &f::post,
    &checked<"loop.sleep_until", mark::loop, &vl_loop_v1::sleep_until>::call,
    &checked<"loop.fd_ready", mark::loop, &vl_loop_v1::fd_ready>::call,
    &f::offload,
    &checked<"loop.cancel", mark::loop, &vl_loop_v1::cancel>::call,
    &checked<"loop.instant", mark::loop, &vl_loop_v1::instant>::call};

constexpr vl_stream_v1 stream_table{
    sizeof(vl_stream_v1),
    0,
    &checked<"stream.dial", mark::loop, &vl_stream_v1::dial>::call,
    &checked<"stream.cancel_dial", mark::loop, &vl_stream_v1::cancel_dial>::call,
    &checked<"stream.read_start", mark::loop, &vl_stream_v1::read_start>::call,
    &checked<"stream.read_stop", mark::loop, &vl_stream_v1::read_stop>::call,
    &checked<"stream.write", mark::loop, &vl_stream_v1::write>::call,
    &checked<"stream.set_deadline", mark::loop, &vl_stream_v1::set_deadline>::call,
    &checked<"stream.info", mark::loop, &vl_stream_v1::info>::call,
    &checked<"stream.finish", mark::loop, &vl_stream_v1::finish>::call,
    &checked<"stream.close", mark::loop, &vl_stream_v1::close>::call,
    &checked<"stream.reason", mark::loop, &vl_stream_v1::reason>::call,
    &checked<"stream.tls_open", mark::loop, &vl_stream_v1::tls_open>::call,
    &checked<"stream.tls_close", mark::loop, &vl_stream_v1::tls_close>::call,
    &checked<"stream.tls_check", mark::main, &vl_stream_v1::tls_check>::call};

constexpr vl_metrics_v1 metrics_table{
    sizeof(vl_metrics_v1),
    0,
    &checked<"metrics.intern", mark::any, &vl_metrics_v1::intern>::call,
    &checked<"metrics.counter", mark::any, &vl_metrics_v1::counter>::call,
    &checked<"metrics.emit", mark::loop, &vl_metrics_v1::emit>::call,
    &checked<"metrics.add", mark::loop, &vl_metrics_v1::add>::call,
    &checked<"metrics.check", mark::loop, &vl_metrics_v1::check>::call};

constexpr vl_log_v1 log_table{sizeof(vl_log_v1), 0,
                              &checked<"log.enabled", mark::any, &vl_log_v1::enabled>::call,
                              &checked<"log.write", mark::any, &vl_log_v1::write>::call};

constexpr vl_config_v1 config_table{
    sizeof(vl_config_v1),
    0,
    &checked<"config.root", mark::any, &vl_config_v1::root>::call,
    &checked<"config.kind", mark::any, &vl_config_v1::kind>::call,
    &checked<"config.size", mark::any, &vl_config_v1::size>::call,
    &checked<"config.at", mark::any, &vl_config_v1::at>::call,
    &checked<"config.find", mark::any, &vl_config_v1::find>::call,
    &checked<"config.str", mark::any, &vl_config_v1::str>::call,
    &checked<"config.i64", mark::any, &vl_config_v1::i64>::call,
    &checked<"config.f64", mark::any, &vl_config_v1::f64>::call,
    &checked<"config.boolean", mark::any, &vl_config_v1::boolean>::call,
    &checked<"config.ns", mark::any, &vl_config_v1::ns>::call,
    &checked<"config.where", mark::any, &vl_config_v1::where>::call,
    &checked<"config.folder", mark::any, &vl_config_v1::folder>::call};

constexpr vl_safety_v1 safety_table{
    sizeof(vl_safety_v1), 0,
    &checked<"safety.allow_host", mark::any, &vl_safety_v1::allow_host>::call,
    &checked<"safety.allow_address", mark::any, &vl_safety_v1::allow_address>::call};

constexpr vl_user_v1 user_table{
    sizeof(vl_user_v1),
    0,
    &checked<"user.field", mark::any, &vl_user_v1::field>::call,
    &checked<"user.persona", mark::loop, &vl_user_v1::persona>::call,
    &checked<"user.segment", mark::loop, &vl_user_v1::segment>::call,
    &checked<"user.random", mark::loop, &vl_user_v1::random>::call,
    &checked<"user.number", mark::loop, &vl_user_v1::number>::call,
    &checked<"user.loop", mark::loop, &vl_user_v1::loop>::call,
    &checked<"user.stopping", mark::loop, &vl_user_v1::stopping>::call,
    &checked<"user.stop", mark::loop, &vl_user_v1::stop>::call,
    &checked<"user.fail", mark::loop, &vl_user_v1::fail>::call,
    &checked<"user.sleep_until", mark::loop, &vl_user_v1::sleep_until>::call,
    &checked<"user.on_stop", mark::loop, &vl_user_v1::on_stop>::call,
    &checked<"user.cancel", mark::loop, &vl_user_v1::cancel>::call,
    &checked<"user.record", mark::loop, &vl_user_v1::record>::call};

constexpr vl_calls_v1 calls_table{sizeof(vl_calls_v1),
                                  0,
                                  &checked<"calls.open", mark::loop, &vl_calls_v1::open>::call,
                                  &checked<"calls.call", mark::loop, &vl_calls_v1::call>::call,
                                  &f::close_session,
                                  &checked<"calls.typed", mark::loop, &vl_calls_v1::typed>::call};

constexpr vl_extract_v1 extract_table{
    sizeof(vl_extract_v1), 0, &checked<"extract.compile", mark::any, &vl_extract_v1::compile>::call,
    &checked<"extract.find", mark::any, &vl_extract_v1::find>::call};

constexpr vl_schedule_v1 schedule_table{
    sizeof(vl_schedule_v1), 0,
    &checked<"schedule.add_user_class", mark::declare, &vl_schedule_v1::add_user_class>::call};

}  // namespace

std::recursive_mutex& checked_functions::shared_lock() noexcept {
  static std::recursive_mutex lock;
  return lock;
}

// Checked as every other function; then nobody may use the session again.
vl_status checked_functions::close_session(vl_session* session, vl_op* op) noexcept {
  const vl_status answer =
      checked<"calls.close", mark::loop, &vl_calls_v1::close>::call(session, op);
  if (answer >= 0) checked_host::retire_everywhere(session);
  return answer;
}

const void* checked_functions::find(std::string_view id) noexcept {
  if (id == VL_SVC_LOOP) return &loop_table;
  if (id == VL_SVC_STREAM) return &stream_table;
  if (id == VL_SVC_METRICS) return &metrics_table;
  if (id == VL_SVC_LOG) return &log_table;
  if (id == VL_SVC_CONFIG) return &config_table;
  if (id == VL_SVC_SAFETY) return &safety_table;
  if (id == VL_SVC_USER) return &user_table;
  if (id == VL_SVC_CALLS) return &calls_table;
  if (id == VL_SVC_EXTRACT) return &extract_table;
  if (id == VL_SVC_SCHEDULE) return &schedule_table;
  return nullptr;
}

}  // namespace veriload::plugin_check

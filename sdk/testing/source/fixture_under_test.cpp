#include <veriload/testing/fixture_under_test.hpp>

#include <veriload/testing/watched_op.hpp>

#include "abi_text.hpp"

#include <stdexcept>

namespace veriload::testing {
namespace {

row_values copied(const vl_value* values, std::uint32_t n, std::uint32_t stride) {
  row_values made;
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto* const at = reinterpret_cast<const char*>(values) + std::size_t{i} * stride;
    made.emplace_back(*reinterpret_cast<const vl_value*>(at));
  }
  return made;
}

row_values identity_of(const vl_record& record) {
  return copied(record.identity, record.n_identity, record.value_stride);
}

}  // namespace

row_value::row_value(const vl_value& from)
    : name(view_of(from.name)),
      text(view_of(from.text)),
      number(from.number),
      real(from.real),
      kind(from.kind) {}

const vl_fixture_call* row_call::get() {
  views_.clear();
  for (const row_value& value : values)
    views_.push_back(
        {str_of(value.name), str_of(value.text), value.number, value.real, value.kind, 0});
  option_views_.clear();
  for (const auto& [name, value] : options)
    option_views_.push_back({str_of(name), str_of(value)});
  error_ = {};
  error_.struct_size = sizeof error_;
  call_ = {};
  call_.struct_size = sizeof call_;
  call_.model = str_of(model);
  call_.values = views_.data();
  call_.n_values = static_cast<std::uint32_t>(views_.size());
  call_.stride = sizeof(vl_value);
  call_.run_id = str_of(run_id);
  call_.persona_id = str_of(persona_id);
  call_.key = str_of(key);
  call_.options = option_views_.data();
  call_.n_options = static_cast<std::uint32_t>(option_views_.size());
  call_.timeout = timeout;
  call_.error = &error_;
  return &call_;
}

fixture_under_test::fixture_under_test(fake_host& host, const vl_plugin_v1* descriptor,
                                       const fake_node* config)
    : host_(host),
      plugin_(std::make_unique<plugin_under_test>(host, descriptor)),
      table_(&plugin_->component<vl_fixture_v1>(VL_COMP_FIXTURE)),
      self_(plugin_->self()),
      config_(config) {
  open();
}

fixture_under_test::fixture_under_test(fake_host& host, const vl_fixture_v1& table, void* self,
                                       const fake_node* config)
    : host_(host), table_(&table), self_(self), config_(config) {
  open();
}

fixture_under_test::~fixture_under_test() { close(); }

void fixture_under_test::open() {
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_node* const config = config_ == nullptr ? nullptr : config_->handle();
  if (table_->check != nullptr && table_->check(self_, config, &error) != VL_OK)
    throw std::runtime_error(std::string("check failed: ") + error.message);
  user_ = std::make_unique<fake_user>(host_, UINT64_MAX);
  vl_fixture_open how{};
  how.struct_size = sizeof how;
  how.loop = host_.loop.handle();
  how.user = user_->handle();
  how.config = config;
  how.error = &error;
  watched_op op;
  op.start([&](vl_op* o) { return table_->open(self_, &how, &connection_, o); });
  host_.run_until_idle();
  if (!op.broken().empty()) host_.loop.misuse.push_back("fixture.open: " + op.broken());
  if (op.status() == VL_OK) return;
  connection_ = nullptr;
  throw std::runtime_error("open ended with " + std::to_string(op.status()) + ": " + error.message);
}

void fixture_under_test::close() {
  watched_op op;
  op.start([&](vl_op* o) { return table_->close(connection_, o); });
  host_.run_until_idle();
  if (!op.broken().empty()) host_.loop.misuse.push_back("fixture.close: " + op.broken());
  if (op.status() != VL_OK)
    host_.loop.misuse.push_back("fixture.close ended with " + std::to_string(op.status()));
  host_.calls.close_all(user_.get());
}

void fixture_under_test::reopen() {
  close();
  open();
}

row_answer fixture_under_test::ended(row_call& call, const start_function& begin) const {
  watched_op op;
  const vl_fixture_call* const given = call.get();
  op.start([&](vl_op* o) { return begin(given, o); });
  host_.run_until_idle();
  if (!op.broken().empty()) host_.loop.misuse.push_back("fixture: " + op.broken());
  if (!op.done()) throw std::runtime_error("the call has not ended, and nothing is left to happen");
  row_answer answer;
  answer.status = op.status();
  answer.value = op.result->value;
  answer.reason = call.reason();
  return answer;
}

row_answer fixture_under_test::describe(row_call&& call) const {
  std::vector<std::string> fields;
  const vl_field_sink sink{
      &fields, [](void* ctx, const vl_field* field) noexcept -> vl_status {
        static_cast<std::vector<std::string>*>(ctx)->emplace_back(view_of(field->name));
        return VL_OK;
      }};
  row_answer answer = ended(call, [&](const vl_fixture_call* given, vl_op* op) {
    return table_->describe(connection_, given, &sink, op);
  });
  answer.fields = std::move(fields);
  return answer;
}

row_answer fixture_under_test::create(row_call&& call) const {
  vl_record record{};
  record.struct_size = sizeof record;
  row_answer answer = ended(call, [&](const vl_fixture_call* given, vl_op* op) {
    return table_->create(connection_, given, &record, op);
  });
  if (answer.status == VL_OK) {
    answer.identity = identity_of(record);
    answer.values = copied(record.values, record.n_values, record.value_stride);
  }
  if (record.release != nullptr) record.release(&record);
  return answer;
}

row_answer fixture_under_test::remove(row_call&& call) const {
  return ended(call, [&](const vl_fixture_call* given, vl_op* op) {
    return table_->remove(connection_, given, op);
  });
}

row_answer fixture_under_test::exists(row_call&& call) const {
  return ended(call, [&](const vl_fixture_call* given, vl_op* op) {
    return table_->exists(connection_, given, op);
  });
}

row_answer fixture_under_test::find(row_call&& call) const {
  row_answer answer;
  if (table_->find == nullptr) {
    answer.status = VL_E_UNSUPPORTED;
    return answer;
  }
  std::vector<row_values> found;
  const vl_record_sink sink{
      &found, [](void* ctx, const vl_record* record) noexcept -> vl_status {
        static_cast<std::vector<row_values>*>(ctx)->push_back(identity_of(*record));
        return VL_OK;
      }};
  answer = ended(call, [&](const vl_fixture_call* given, vl_op* op) {
    return table_->find(connection_, given, &sink, op);
  });
  answer.found = std::move(found);
  return answer;
}

}  // namespace veriload::testing

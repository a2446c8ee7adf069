// A fixture connector through its life: open, describe, create, exists, remove, close. Each may
// fail politely.
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/watch.hpp"

#include <veriload/testing/fake_node.hpp>

#include <string>
#include <vector>

namespace veriload::plugin_check {
namespace {

constexpr vl_ns step_limit = 300 * second;

class fixture_life {
 public:
  fixture_life(drive& on, const vl_fixture_v1& table)
      : on_(on), table_(table), name_(std::string("fixture ") + table.name) {}

  void go() {
    const vl_status opened = step("open", [&](vl_op* op) {
      return table_.open(on_.self, on_.host().fake.loop.handle(), config_.handle(), &connection_,
                         op);
    });
    if (on_.stuck()) return;
    if (opened != VL_OK) {
      on_.skip(name_, "open answers " + std::to_string(opened) + " without a configuration");
      return;
    }
    use();
    if (on_.stuck()) return;
    step("close", [&](vl_op* op) { return table_.close(connection_, op); });
    if (on_.stuck()) return;
    on_.tell_complaints(name_);
    on_.told.driven.emplace_back(name_);
  }

 private:
  vl_status step(const char* what, const std::function<vl_status(vl_op*)>& begin) {
    return on_.run(on_.new_op(name_ + "." + what), step_limit, begin);
  }

  void use() {
    const vl_field_sink sink{this, &take_field};
    step("describe", [&](vl_op* op) { return table_.describe(connection_, model_, &sink, op); });
    if (on_.stuck()) return;
    auto record = std::make_unique<bounded_out<vl_record>>(record_size_1_0);
    const vl_status made = step("create", [&](vl_op* op) {
      return table_.create(connection_, model_, &row_, 1, sizeof row_, record->get(), op);
    });
    if (on_.stuck()) {
      static_cast<void>(record.release());  // still borrowed
      return;
    }
    if (!record->intact())
      found_broken("M01", name_ + ".create wrote beyond the vl_record of ABI 1.0");
    vl_record* const got = record->get();
    const bool real = made == VL_OK && got->n_identity > 0;
    const void* const identity = real ? static_cast<const void*>(got->identity) : &row_;
    const std::uint32_t n = real ? got->n_identity : 1;
    const std::uint32_t stride = real && got->value_stride != 0
                                     ? got->value_stride
                                     : static_cast<std::uint32_t>(sizeof row_);
    step("exists",
         [&](vl_op* op) { return table_.exists(connection_, model_, identity, n, stride, op); });
    if (on_.stuck()) return;
    step("remove",
         [&](vl_op* op) { return table_.remove(connection_, model_, identity, n, stride, op); });
    if (on_.stuck()) return;
    const in_stage looping(stage::loop);
    if (got->release != nullptr) got->release(got);
  }

  static vl_status take_field(void* ctx, const vl_field* field) noexcept {
    auto* const self = static_cast<fixture_life*>(ctx);
    if (field == nullptr || field->struct_size < sizeof(vl_field))
      found_broken("L03", self->name_ + ".describe gave a field without its struct_size");
    return VL_OK;
  }

  drive& on_;
  const vl_fixture_v1& table_;
  std::string name_;
  const testing::fake_node config_ = testing::fake_node::map({});
  const vl_str model_ = view_of("users");
  const vl_value row_{view_of("name"), view_of("Ann"), 0, 0, VL_VALUE_STR, 0};
  void* connection_ = nullptr;
};

}  // namespace

void drive_fixture(drive& on, const vl_fixture_v1& table) { fixture_life(on, table).go(); }

}  // namespace veriload::plugin_check

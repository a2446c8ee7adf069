// A fixture connector through its life: rows are made, found, and removed by what was written down
// of them, through another connection. Each step may fail politely.
#include "core/plugin_check/drive.hpp"
#include "core/plugin_check/fixture_calls.hpp"
#include "core/plugin_check/watch.hpp"

#include <veriload/testing/fake_node.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace veriload::plugin_check {
namespace {

constexpr vl_ns step_limit = 300 * second;
constexpr std::uint32_t batch = 3;

// Loops that are checked at once make different rows.
std::string new_key() {
  static std::atomic<int> made{0};
  return "check-" + std::to_string(++made);
}

// Failures that need no words, or have none to spare.
bool needs_reason(vl_status status) {
  return status < 0 && status != VL_E_CANCELED && status != VL_E_NOMEM &&
         status != VL_E_UNSUPPORTED && status != VL_E_SHUTDOWN;
}

class fixture_life {
 public:
  fixture_life(drive& on, const vl_fixture_v1& table)
      : on_(on), table_(table), name_(std::string("fixture ") + table.name) {}

  void go() {
    if (!checked()) return;
    if (!open()) return;
    describe();
    if (!on_.stuck()) make_rows();
    if (!on_.stuck()) close();
    // What was written down leads to the rows from anywhere.
    if (!on_.stuck() && !rows_.empty() && open()) {
      for (std::size_t i = 0; i < rows_.size() && !on_.stuck(); ++i)
        end_row(rows_[i]);
      if (!on_.stuck()) close();
    }
    if (on_.stuck()) return;
    on_.tell_complaints(name_);
    on_.told.driven.emplace_back(name_);
  }

 private:
  struct made_row {
    std::string key;
    written_values values;
    written_values identity;
  };

  bool checked() {
    if (table_.check == nullptr) return true;
    const in_stage preparing(stage::main);
    on_.under().doing(name_ + ".check");
    bounded_error error(name_ + ".check");
    if (table_.check(on_.self, config_.handle(), error.get()) == VL_OK) return true;
    on_.skip(name_, error.text());
    return false;
  }

  bool open() {
    user_ = &on_.host().new_user();
    connection_ = nullptr;
    auto how = std::make_unique<borrowed_open>(name_, on_.host().fake.loop.handle(),
                                               user_->handle(), config_.handle());
    tracked_op& op = on_.new_op(name_ + ".open");
    const vl_status opened = on_.run(
        op, step_limit,
        [&](vl_op* o) { return table_.open(on_.self, how->get(), &connection_, o); },
        // What has left nothing there cannot be cancelled.
        [&] { return connection_ != nullptr && asked_to_end(op); });
    if (on_.stuck()) return static_cast<void>(how.release()), false;  // still borrowed
    if (opened == VL_OK) return true;
    tell_reason("open", opened, how->reason());
    on_.skip(name_, "open answers " + std::to_string(opened) +
                        " without a configuration: " + how->reason());
    on_.host().retire(user_->handle());
    return false;
  }

  void close() {
    on_.run(on_.new_op(name_ + ".close"), step_limit,
            [&](vl_op* op) { return table_.close(connection_, op); });
    if (!on_.stuck()) on_.host().retire(user_->handle());
  }

  bool asked_to_end(tracked_op& op) {
    op.during([&] { table_.cancel(connection_, &op); });
    return true;
  }

  // One call, and what is to be said of its failure. The value is 0 when it failed at once.
  vl_result step(const char* what, std::unique_ptr<borrowed_fixture_calls> calls,
                 const std::function<vl_status(borrowed_fixture_calls&, vl_op*)>& begin) {
    tracked_op& op = on_.new_op(name_ + "." + what);
    on_.run(
        op, step_limit, [&](vl_op* o) { return begin(*calls, o); },
        [&] { return asked_to_end(op); });
    if (on_.stuck()) {
      static_cast<void>(calls.release());  // still borrowed
      return {VL_PENDING, 0, 0};
    }
    last_reason_ = calls->reason();
    calls->spoil();
    tell_reason(what, op.status(), last_reason_);
    return op.result();
  }

  void tell_reason(const char* what, vl_status status, const std::string& reason) {
    if (needs_reason(status) && reason.empty())
      found_broken("R01", name_ + "." + what + " failed with " + std::to_string(status) +
                              " and said nothing, expected a reason in the call's error");
  }

  std::unique_ptr<borrowed_fixture_calls> about(std::string_view key, const written_values& values,
                                                std::string_view run = run_id) {
    auto calls = std::make_unique<borrowed_fixture_calls>(name_);
    calls->add(model_, values, run, key);
    return calls;
  }

  void describe() {
    const vl_field_sink sink{this, &take_field};
    step("describe", about({}, {}), [&](auto& calls, vl_op* op) {
      return table_.describe(connection_, calls.get(), &sink, op);
    });
  }

  static vl_status take_field(void* ctx, const vl_field* field) noexcept {
    auto* const self = static_cast<fixture_life*>(ctx);
    if (field == nullptr || !VL_HAS(field, vl_field, scale)) {
      found_broken("L03", self->name_ + ".describe gave a field without its struct_size");
      return VL_OK;
    }
    self->fields_.emplace_back(*field);
    return VL_OK;
  }

  void make_rows() {
    const std::string key = new_key();
    create({key, row_of(fields_, key), {}});
    if (on_.stuck()) return;
    for (const made_row& row : rows_) {
      if (!on_.stuck()) expect_found(row, 1);
    }
    if (!on_.stuck() && !rows_.empty()) create_many();
    // Nobody has such a model.
    if (!on_.stuck()) {
      auto unknown = std::make_unique<borrowed_fixture_calls>(name_);
      unknown->add("no such model", rows_.empty() ? written_values() : rows_[0].identity, run_id,
                   {});
      step("exists of an unknown model", std::move(unknown),
           [&](auto& calls, vl_op* op) { return table_.exists(connection_, calls.get(), op); });
    }
  }

  void create(made_row row) {
    auto records = std::make_unique<record_block>(1);
    const vl_result made = step("create", about(row.key, row.values), [&](auto& calls, vl_op* op) {
      return table_.create(connection_, calls.get(), records->get(), op);
    });
    if (on_.stuck()) return static_cast<void>(records.release());
    if (made.status != VL_OK) on_.skip(name_, "create: " + last_reason_);
    keep("create", made, *records, {std::move(row)});
  }

  void create_many() {
    if (table_.create_many == nullptr) return;
    auto calls = std::make_unique<borrowed_fixture_calls>(name_);
    auto records = std::make_unique<record_block>(batch);
    std::vector<made_row> rows;
    for (std::uint32_t i = 0; i < batch; ++i) {
      const std::string key = new_key();
      rows.push_back({key, row_of(fields_, key), {}});
      calls->add(model_, rows.back().values, run_id, key);
    }
    const vl_result made = step("create_many", std::move(calls), [&](auto& all, vl_op* op) {
      return table_.create_many(connection_, all.get(), batch, all.stride(), records->get(),
                                record_block::stride(), op);
    });
    if (on_.stuck()) return static_cast<void>(records.release());
    keep("create_many", made, *records, std::move(rows));
  }

  // Writes the identities down, gives the records back, and looks at what they said.
  void keep(const char* what, vl_result made, record_block& records, std::vector<made_row> rows) {
    const std::string step = name_ + "." + what;
    if (!records.intact()) found_broken("M01", step + " wrote beyond the vl_record of ABI 1.0");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      vl_record& record = *records.get(i);
      if (made.status == VL_OK) {
        rows[i].identity = written(record.identity, record.n_identity, record.value_stride);
        const std::string wrong = wrong_identity(rows[i].identity);
        if (!wrong.empty())
          found_broken("R01", step + " gave an identity " + wrong);
        else if (made.value != 0)
          found_broken("R01", step + " ended well with the value " + std::to_string(made.value) +
                                  ", expected 0");
        else
          rows_.push_back(rows[i]);
      } else if (record.release != nullptr) {
        found_broken("R01", step + " failed and set a record, expected none");
      }
      const in_stage looping(stage::loop);
      if (record.release != nullptr) record.release(&record);
    }
    on_.told.rows = static_cast<long>(rows_.size());
  }

  // The row itself by its key, and nothing under the name of another run.
  void expect_found(const made_row& row, std::size_t times) {
    if (table_.find == nullptr) return;
    const auto found = find(row, run_id);
    if (on_.stuck() || !found) return;
    if (found->size() != times || (times == 1 && found->front() != row.identity))
      found_broken("R01", name_ + ".find gave " + std::to_string(found->size()) +
                              " rows for the key of a row that is " +
                              (times == 1 ? "there" : "gone") + ", expected " +
                              (times == 1 ? "the identity that create gave" : "none"));
    const auto others = find(row, "another-run");
    if (!on_.stuck() && others && !others->empty())
      found_broken("R01",
                   name_ + ".find gave a row of this run to another one, expected its run alone");
  }

  // Nothing when the connector cannot tell.
  std::optional<std::vector<written_values>> find(const made_row& row, std::string_view run) {
    std::vector<written_values> found;
    const vl_record_sink sink{&found, [](void* ctx, const vl_record* record) noexcept -> vl_status {
                                static_cast<std::vector<written_values>*>(ctx)->push_back(written(
                                    record->identity, record->n_identity, record->value_stride));
                                return VL_OK;
                              }};
    const vl_result ended = step(
        "find", about(row.key, row.values, run),
        [&](auto& calls, vl_op* op) { return table_.find(connection_, calls.get(), &sink, op); });
    if (on_.stuck() || ended.status != VL_OK) return std::nullopt;
    return found;
  }

  void end_row(const made_row& row) {
    expect_there(row, true);
    if (!on_.stuck()) expect_removed(row, true);
    if (!on_.stuck()) expect_there(row, false);
    if (!on_.stuck()) expect_removed(row, false);
    if (!on_.stuck()) expect_found(row, 0);
  }

  void expect_there(const made_row& row, bool there) {
    const vl_result told =
        step("exists", about(row.key, row.identity),
             [&](auto& calls, vl_op* op) { return table_.exists(connection_, calls.get(), op); });
    expect("exists", told, there);
  }

  void expect_removed(const made_row& row, bool there) {
    const vl_result told =
        step("remove", about(row.key, row.identity),
             [&](auto& calls, vl_op* op) { return table_.remove(connection_, calls.get(), op); });
    expect("remove", told, there);
  }

  void expect(const char* what, vl_result told, bool there) {
    if (on_.stuck() || told.status != VL_OK || told.value == (there ? 1U : 0U)) return;
    found_broken("R01", name_ + "." + what + " through another connection has the value " +
                            std::to_string(told.value) + " for a row that is " +
                            (there ? "there, expected 1" : "gone, expected 0"));
  }

  static constexpr std::string_view run_id = "check-run";
  static constexpr std::string_view model_ = "users";

  drive& on_;
  const vl_fixture_v1& table_;
  std::string name_;
  const testing::fake_node config_ = testing::fake_node::map({});
  testing::fake_user* user_ = nullptr;
  void* connection_ = nullptr;
  std::vector<described_field> fields_;
  std::vector<made_row> rows_;
  std::string last_reason_;
};

}  // namespace

void drive_fixture(drive& on, const vl_fixture_v1& table) { fixture_life(on, table).go(); }

}  // namespace veriload::plugin_check

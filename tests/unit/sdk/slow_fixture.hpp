// A fixture whose calls take time, for the tests of the SDK's layer. Flow: test -> [slow fixture].
#pragma once

#include <veriload/fixture.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace veriload::sdk_test {

// Answers as a server would: each call takes ten milliseconds, and ends early when it is cancelled.
class slow_connection final : public fixture_connection {
 public:
  slow_connection(const vl_loop_v1& loops, vl_loop* loop) : loops_(loops), loop_(loop) {}

  task<> describe(fixture_request of, field_list fields) override {
    co_await pause(of.stop());
    fields.add(model_field("state", "varchar(9)", VL_VALUE_STR)
                   .nullable()
                   .choice("open")
                   .choice("paid")
                   .max_length(9));
    fields.add(model_field("price", "numeric(8,2)", VL_VALUE_STR).format("decimal").digits(8, 2));
    fields.add(model_field("user", "integer", VL_VALUE_INT).references("users.id"));
  }
  task<fixture_row> create(fixture_request wanted) override {
    if (wanted.option("fails") == "before") throw row_refused("slow", "no thanks");
    co_await pause(wanted.stop());
    seen = std::string(wanted.run_id()) + "/" + std::string(wanted.persona_id()) + "/" +
           std::string(wanted.key());
    if (wanted.option("fails") == "refused") throw row_refused("slow", "is taken");
    if (wanted.option("fails") == "lost") throw error("slow", "no answer", VL_E_CLOSED);
    if (wanted.values().empty()) throw error("slow", "no value was given", VL_E_INVALID);
    field_values identity;
    identity.push_back(wanted.values().front());
    co_return fixture_row(std::move(identity), wanted.take_values());
  }
  task<bool> remove(fixture_request row) override {
    co_await pause(row.stop());
    co_return true;
  }
  task<bool> exists(fixture_request) override { co_return true; }

  task<> find(fixture_request of, row_list rows) override {
    for (std::int64_t id = 1; id < 9; ++id) {
      co_await pause(of.stop());
      field_values identity;
      identity.emplace_back("id", id);
      if (!rows.add(fixture_row(std::move(identity), field_values()))) break;
    }
  }

  static inline std::string seen;

 private:
  task<> pause(call_stop& stop) {
    const vl_ns until = loops_.now(loop_) + 10'000'000;
    co_await stoppable(
        stop, [&](vl_op* op) { return loops_.sleep_until(loop_, until, op); },
        [&](vl_op* op) { loops_.cancel(loop_, op); });
  }

  const vl_loop_v1& loops_;
  vl_loop* loop_;
};

template <class Connection>
class plugin_of {
 public:
  explicit plugin_of(host_services host) : host_(host) {}
  const host_services& host() const { return host_; }
  std::unique_ptr<fixture_connection> connect(fixture_site at) {
    if (at.config()["wrong"]) at.config()["wrong"].refuse("unknown key");
    if constexpr (std::is_same_v<Connection, slow_connection>) {
      return std::make_unique<Connection>(host_.get<vl_loop_v1>(), at.loop());
    } else {
      return std::make_unique<Connection>();
    }
  }
  void check(node_view config) const {
    if (config["port"].integer(1) < 1) config["port"].refuse("expected a port above 0");
  }

 private:
  host_services host_;
};

}  // namespace veriload::sdk_test

// A fixture connector started the way the host starts it. Flow: test -> [fixture_under_test] ->
// connector.
#pragma once

#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/plugin_under_test.hpp>

#include <veriload_abi.h>

#include <cstdint>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::testing {

/// A value as a test writes it, and as a ledger keeps it: `row_value("email", "ada@example.com")`.
struct row_value {
  row_value(std::string its_name, std::string its_text)
      : name(std::move(its_name)), text(std::move(its_text)) {}
  row_value(std::string its_name, const char* its_text)
      : row_value(std::move(its_name), std::string(its_text)) {}
  row_value(std::string its_name, std::int64_t its_number)
      : name(std::move(its_name)), number(its_number), kind(VL_VALUE_INT) {}
  explicit row_value(const vl_value& from);

  bool operator==(const row_value&) const = default;

  std::string name;
  std::string text;
  std::int64_t number = 0;
  double real = 0;
  std::uint32_t kind = VL_VALUE_STR;
};
using row_values = std::vector<row_value>;

/// The vl_fixture_call of one call, and all that it points to. Changes after `get` are seen by the
/// next one. It lives until the op has completed.
class row_call {
 public:
  explicit row_call(std::string its_model, row_values its_values = {}, std::string its_key = {})
      : model(std::move(its_model)), values(std::move(its_values)), key(std::move(its_key)) {}
  row_call(const row_call&) = delete;
  row_call& operator=(const row_call&) = delete;

  const vl_fixture_call* get();
  std::string reason() const { return error_.message; }

  std::string model;
  row_values values;
  std::string key;
  std::string run_id = "test-run";
  std::string persona_id = "p-0001";
  std::vector<std::pair<std::string, std::string>> options;
  vl_ns timeout = 0;

 private:
  vl_fixture_call call_{};
  vl_error error_{};
  std::vector<vl_value> views_;
  std::vector<vl_kv> option_views_;
};

/// What came of a call.
struct row_answer {
  vl_status status = VL_PENDING;
  std::uint64_t value = 0;
  std::string reason;               ///< of a failure
  row_values identity;              ///< of a created row
  row_values values;                ///< all that is stored
  std::vector<row_values> found;    ///< identities
  std::vector<std::string> fields;  ///< names
};

/// A connector with one connection. Each call runs the loop until nothing is left to happen; a rule
/// of ops that is broken is a complaint of the host.
///
///     fake_host host;
///     fixture_under_test people(host, veriload_plugin_v1_people());
///     const row_answer made = people.create(row_call("users", {{"email", "ada@example.com"}},
///     "k-1")); people.reopen();  // as a later process does people.remove(row_call("users",
///     made.identity)).value == 1
class fixture_under_test {
 public:
  /// Throws std::runtime_error with the reason when a step fails. `config` is what the
  /// configuration says of the connection and outlives it.
  fixture_under_test(fake_host& host, const vl_plugin_v1* descriptor,
                     const fake_node* config = nullptr);
  fixture_under_test(fake_host& host, const vl_fixture_v1& table, void* self,
                     const fake_node* config = nullptr);
  ~fixture_under_test();
  fixture_under_test(const fixture_under_test&) = delete;
  fixture_under_test& operator=(const fixture_under_test&) = delete;

  const vl_fixture_v1& table() const noexcept { return *table_; }
  void* connection() const noexcept { return connection_; }

  /// Closes the connection and opens another.
  void reopen();

  // Each takes a row_call, named or not.
  row_answer describe(row_call&& call) const;
  row_answer create(row_call&& call) const;
  row_answer remove(row_call&& call) const;
  row_answer exists(row_call&& call) const;
  row_answer find(row_call&& call) const;

 private:
  using start_function = std::function<vl_status(const vl_fixture_call*, vl_op*)>;

  void open();
  void close();
  row_answer ended(row_call& call, const start_function& begin) const;

  fake_host& host_;
  std::unique_ptr<plugin_under_test> plugin_;
  const vl_fixture_v1* table_;
  void* self_;
  const fake_node* config_;
  std::unique_ptr<fake_user> user_;
  void* connection_ = nullptr;
};

}  // namespace veriload::testing

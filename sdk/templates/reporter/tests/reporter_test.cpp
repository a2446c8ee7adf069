// The reporter against a result in memory.
#include <veriload/plugin.hpp>
#include <veriload/testing/plugin_under_test.hpp>

#include <cstdio>
#include <exception>
#include <string>

extern "C" const vl_plugin_v1* veriload_plugin_v1_NEWIDENT(void) noexcept;

namespace {

using namespace veriload::testing;

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

constexpr const char* result = R"({"endpoints": {
  "GET /cart": {"total_requests": 1200, "total_failures": 3, "throughput_rps": 120.5,
                "latency_ms": {"p50": 1.5, "p95": 4, "p99": 9.25, "max": 20}},
  "POST \"odd\", name": {"total_requests": 1, "total_failures": 0, "throughput_rps": 0.1,
                "latency_ms": {"p50": 2, "p95": 2, "p99": 2, "max": 2}}}})";

// The document, or the reason why there is none. Only `most` bytes are taken.
std::string report(const char* json, std::size_t most, vl_status& status) {
  fake_host host;
  plugin_under_test plugin(host, veriload_plugin_v1_NEWIDENT());
  const auto& reporter = plugin.component<vl_reporter_v1>(VL_COMP_REPORTER);
  const fake_node tree = fake_node::parse(json);
  struct document {
    std::string text;
    std::size_t most;
  } made{{}, most};
  const vl_sink sink{&made, [](void* to, vl_cbuf bytes) noexcept {
                       auto& all = *static_cast<document*>(to);
                       if (all.text.size() + bytes.len > all.most) return vl_status{VL_E_NOMEM};
                       all.text += veriload::to_view(bytes);
                       return vl_status{VL_OK};
                     }};
  vl_error error = veriload::new_error();
  status = reporter.finish(plugin.self(), tree.handle(), &sink, &error);
  return status == VL_OK ? made.text : std::string(veriload::message_of(error));
}

void a_result_becomes_a_table() {
  vl_status status = VL_OK;
  const std::string text = report(result, SIZE_MAX, status);
  expect(status == VL_OK, "a result is written");
  expect(text.starts_with("endpoint,requests,failures,"), "the first row names the columns");
  expect(text.find("GET /cart,1200,3,120.5,1.5,4,9.25,20\r\n") != std::string::npos,
         "an endpoint is a row");
  expect(text.find("\"POST \"\"odd\"\", name\",1,0,") != std::string::npos, "odd names are quoted");
}

void a_full_disk_is_told() {
  vl_status status = VL_OK;
  const std::string text = report(result, 100, status);
  expect(status == VL_E_NOMEM, "what the host cannot take ends the report");
  expect(text.find("cannot write") != std::string::npos, "with a reason");
}

void a_result_without_endpoints_has_the_first_row_only() {
  vl_status status = VL_OK;
  const std::string text = report("{}", SIZE_MAX, status);
  expect(status == VL_OK && text.ends_with("max_ms\r\n"), "no endpoint, no row");
}

}  // namespace

int main() {
  try {
    a_result_becomes_a_table();
    a_full_disk_is_told();
    a_result_without_endpoints_has_the_first_row_only();
  } catch (const std::exception& e) {
    expect(false, e.what());
  }
  return failures == 0 ? 0 : 1;
}

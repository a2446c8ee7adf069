// The plugin through its one exported function, as a host sees it.
#include "tests/unit/http/fake_config.hpp"
#include "tests/unit/http/scene.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <string>

extern "C" const vl_plugin_v1* veriload_plugin_v1_http(void) noexcept;

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

services served;  // what the host below offers

const void* service(const vl_host*, const char* id) noexcept {
  if (std::strcmp(id, VL_SVC_LOOP) == 0) return served.loop;
  if (std::strcmp(id, VL_SVC_STREAM) == 0) return served.stream;
  if (std::strcmp(id, VL_SVC_CONFIG) == 0) return &fake_config_table();
  return nullptr;
}

struct plugin_host {
  fake_host net;
  vl_host handle{sizeof(vl_host), VL_ABI_MAJOR, VL_ABI_MINOR, to_str("1.2.3"), &service};
  void* self = nullptr;
  const vl_protocol_v1* protocol = nullptr;

  plugin_host() {
    served = net.tables();
    vl_error why = new_error();
    BOOST_REQUIRE(veriload_plugin_v1_http()->init(&handle, &self, &why) == VL_OK);
    protocol = static_cast<const vl_protocol_v1*>(
        veriload_plugin_v1_http()->component(self, VL_COMP_PROTOCOL));
    BOOST_REQUIRE(protocol != nullptr);
  }
  ~plugin_host() { veriload_plugin_v1_http()->fini(self); }
};

fake_node run_section(const char* url) {
  return fake_node::map({{"run", fake_node::map({{"base_url", fake_node::of(url)}})}});
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_descriptor_says_what_the_plugin_is) {
  const vl_plugin_v1& d = *veriload_plugin_v1_http();
  BOOST_TEST(std::string(d.id) == "dev.veriload.http");
  BOOST_TEST(std::string(d.provides[0]) == VL_COMP_PROTOCOL);
  plugin_host host;
  BOOST_TEST(std::string(host.protocol->name) == "http");
  BOOST_TEST((host.protocol->flags & VL_PROTOCOL_OVERLAP) != 0u);
  BOOST_TEST(veriload_plugin_v1_http()->component(host.self, "veriload.none/1") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_call_goes_through_the_whole_table) {
  plugin_host host;
  vl_error why = new_error();
  const fake_node root = run_section("http://sut:81/base");
  BOOST_REQUIRE(host.protocol->configure(host.self, nullptr, root.handle(), &why) == VL_OK);
  void *shared = nullptr, *user = nullptr;
  BOOST_REQUIRE(host.protocol->worker_open(host.self, host.net.loop(), &shared, &why) == VL_OK);
  vl_op op{};
  const fake_node own =
      fake_node::map({{"headers", fake_node::map({{"X-Own", fake_node::of("1")}})}});
  BOOST_REQUIRE(host.protocol->open(shared, nullptr, own.handle(), &user, &op) == VL_OK);

  host.net.on_bytes = [](fake_stream& s) { s.send(ok_answer); };
  static int completions;
  completions = 0;
  op.complete = [](vl_op*, vl_result) noexcept { ++completions; };
  vl_call call{};
  call.struct_size = sizeof call;
  call.verb = to_str("GET");
  call.target = to_str("/x");
  vl_reply reply{};
  reply.struct_size = sizeof reply;
  BOOST_TEST(host.protocol->call(user, &call, &reply, &op) == VL_PENDING);
  BOOST_TEST(host.protocol->close(user, &op) == VL_E_MISUSE);  // the call is in flight
  host.net.settle();
  BOOST_TEST(completions == 1);
  BOOST_TEST(reply.code == 200);
  BOOST_TEST(host.net.stream(0).received ==
             "GET /base/x HTTP/1.1\r\nHost: sut:81\r\nUser-Agent: veriload/1.2.3\r\nAccept: "
             "*/*\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nX-Own: 1\r\n\r\n");
  BOOST_TEST(host.protocol->cancel(user, &op) == VL_E_INVALID);
  BOOST_TEST(host.protocol->typed(user, "veriload.none/1") == nullptr);
  BOOST_TEST(host.protocol->close(user, &op) == VL_OK);
  reply.release(&reply);
  host.protocol->worker_close(shared);
}

BOOST_AUTO_TEST_CASE(a_wrong_configuration_is_refused_before_any_loop) {
  plugin_host host;
  vl_error why = new_error();
  const fake_node root = run_section("ftp://sut/");
  BOOST_TEST(host.protocol->configure(host.self, nullptr, root.handle(), &why) == VL_E_CONFIG);
  BOOST_TEST(message_of(why).find("'ftp' is not supported") != std::string_view::npos);
  const fake_node section = fake_node::map({{"keepalive", fake_node::yes_or_no(true)}});
  BOOST_TEST(host.protocol->configure(host.self, section.handle(), nullptr, &why) == VL_E_CONFIG);
  BOOST_TEST(message_of(why) == "unknown key http.keepalive, did you mean keep_alive");
}

BOOST_AUTO_TEST_CASE(a_wrong_configuration_of_one_session_fails_its_open) {
  plugin_host host;
  vl_error why = new_error();
  void *shared = nullptr, *user = nullptr;
  BOOST_REQUIRE(host.protocol->worker_open(host.self, host.net.loop(), &shared, &why) == VL_OK);
  vl_op op{};
  const fake_node own = fake_node::map({{"nonsense", fake_node::of("1")}});
  BOOST_TEST(host.protocol->open(shared, nullptr, own.handle(), &user, &op) == VL_E_CONFIG);
  host.protocol->worker_close(shared);
}

BOOST_AUTO_TEST_CASE(a_host_without_streams_is_refused) {
  const vl_host empty{sizeof(vl_host), VL_ABI_MAJOR, VL_ABI_MINOR, to_str("1"),
                      [](const vl_host*, const char*) noexcept -> const void* { return nullptr; }};
  void* self = nullptr;
  vl_error why = new_error();
  BOOST_TEST(veriload_plugin_v1_http()->init(&empty, &self, &why) == VL_E_UNSUPPORTED);
  BOOST_TEST(message_of(why).find(VL_SVC_LOOP) != std::string_view::npos);
}

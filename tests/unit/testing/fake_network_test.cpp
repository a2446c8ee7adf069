#include <veriload/testing/fake_network.hpp>

#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

using namespace veriload::testing;

namespace {

constexpr vl_ns second = 1'000'000'000;

vl_str text(std::string_view from) { return {from.data(), from.size()}; }

struct fixture {
  fake_host host;
  fake_network& net = host.network;
  const vl_stream_v1& table = fake_network::table();
  vl_stream* stream = nullptr;
  std::vector<std::pair<vl_result, std::string>> told;
  watched_op dialing, writing;
  std::string reason_seen;

  vl_status dial(vl_ns deadline = 0) {
    vl_dial where{};
    where.struct_size = sizeof where;
    where.host = text("sut");
    where.port = 80;
    where.deadline = deadline;
    return dialing.start(
        [&](vl_op* o) { return table.dial(host.loop.handle(), &where, &stream, o); });
  }
  void open() {
    dial();
    host.settle();
    BOOST_REQUIRE(dialing.status() == VL_OK);
    const vl_reader reader{this, [](void* arg, vl_result result, vl_cbuf bytes) noexcept {
                             static_cast<fixture*>(arg)->told.emplace_back(
                                 result,
                                 std::string(static_cast<const char*>(bytes.ptr), bytes.len));
                           }};
    BOOST_REQUIRE(table.read_start(stream, &reader) == VL_OK);
  }
  vl_status write(const std::string& bytes) {
    const vl_cbuf part{bytes.data(), bytes.size()};
    return writing.start([&](vl_op* o) { return table.write(stream, &part, 1, o); });
  }
  bool complained(const char* part) const {
    return std::ranges::any_of(host.loop.misuse,
                               [&](const std::string& one) { return one.find(part) != one.npos; });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fake_networks, fixture)

BOOST_AUTO_TEST_CASE(a_peer_follows_its_script) {
  net.peers = {peer_script()
                   .send("hello")
                   .expect("PING")
                   .send("PONG", 3)
                   .expect_until("\n")
                   .silence(2 * second)
                   .send("late")
                   .close()};
  open();
  host.settle();
  BOOST_REQUIRE(told.size() == 1u);
  BOOST_TEST(told[0].second == "hello");
  write("PI");
  write("NGanything");
  host.settle();
  BOOST_REQUIRE(told.size() == 3u);
  BOOST_TEST(told[1].second == "PON");
  BOOST_TEST(told[2].second == "G");
  const vl_ns before = host.loop.time;
  write("\n");
  host.settle();
  BOOST_TEST(told.size() == 3u);
  host.run_until_idle();
  BOOST_TEST(host.loop.time == before + 2 * second);
  BOOST_REQUIRE(told.size() == 5u);
  BOOST_TEST(told[3].second == "late");
  BOOST_TEST(told[4].first.status == VL_EOF);
  table.close(stream);
  BOOST_TEST(host.complaints().empty());
}

BOOST_AUTO_TEST_CASE(a_script_that_repeats_answers_each_time) {
  net.peers = {peer_script().expect("a").send("b").repeat()};
  open();
  for (int i = 0; i < 3; ++i)
    write("a");
  host.settle();
  BOOST_TEST(told.size() == 3u);
  table.close(stream);
}

BOOST_AUTO_TEST_CASE(bytes_that_the_script_did_not_expect_are_a_complaint) {
  net.peers = {peer_script().expect("PING")};
  open();
  write("PUNG");
  BOOST_TEST(complained("expected \"PING\", found \"PUNG\""));
  table.close(stream);
}

BOOST_AUTO_TEST_CASE(a_write_is_pending_after_so_many_bytes_and_holds_them) {
  net.write_at_once = 2;
  open();
  const std::string bytes = "123456";
  BOOST_TEST(write(bytes) == VL_PENDING);
  BOOST_TEST(net.stream(0).received == "12");
  watched_op other;
  const vl_cbuf part{bytes.data(), bytes.size()};
  BOOST_TEST(other.start([&](vl_op* o) { return table.write(stream, &part, 1, o); }) ==
             VL_E_MISUSE);
  watched_op end;
  BOOST_TEST(end.start([&](vl_op* o) { return table.finish(stream, o); }) == VL_PENDING);
  host.settle();
  BOOST_TEST(writing.status() == VL_OK);
  BOOST_TEST(end.status() == VL_OK);
  BOOST_TEST(net.stream(0).received == "123456");
  table.close(stream);
}

BOOST_AUTO_TEST_CASE(bytes_that_change_while_they_are_written_are_a_complaint) {
  net.write_at_once = 2;
  open();
  std::string bytes = "123456";
  write(bytes);
  bytes[5] = 'x';
  host.settle();
  BOOST_TEST(complained("the bytes changed"));
  table.close(stream);
}

BOOST_AUTO_TEST_CASE(a_close_ends_a_pending_write_on_a_later_turn) {
  net.write_at_once = 2;
  net.writes_stall = true;
  open();
  const std::string bytes = "123456";
  write(bytes);
  writing.during([&] { table.close(stream); });
  BOOST_TEST(writing.pending());
  host.settle();
  BOOST_TEST(writing.status() == VL_E_CANCELED);
  BOOST_TEST(writing.broken() == "");
  table.close(stream);
  BOOST_TEST(complained("stream.close: the stream to sut:80 is closed"));
}

BOOST_AUTO_TEST_CASE(a_deadline_is_told_once_and_leaves_the_stream_open) {
  open();
  table.set_deadline(stream, host.loop.time + second);
  host.run_until_idle();
  BOOST_REQUIRE(told.size() == 1u);
  BOOST_TEST(told[0].first.status == VL_E_TIMEOUT);
  BOOST_TEST(net.open_streams() == 1u);
  BOOST_TEST(host.complaints().at(0) == "1 streams are not closed");
  table.close(stream);
}

BOOST_AUTO_TEST_CASE(dials_end_as_scripted) {
  net.dials = {{VL_E_CONNECT, ECONNREFUSED, 0}};
  dial();
  host.settle();
  BOOST_TEST(dialing.result->native == ECONNREFUSED);
  net.blocked = {"sut"};
  dial();
  host.settle();
  BOOST_TEST(dialing.status() == VL_E_BLOCKED);
  net.blocked.clear();
  net.dial_hangs = true;
  dial(host.loop.time + second);
  host.run_until_idle();
  BOOST_TEST(dialing.status() == VL_E_TIMEOUT);
  dial();
  host.run_until_idle();
  BOOST_TEST(dialing.pending());
  BOOST_TEST(table.cancel_dial(host.loop.handle(), &dialing) == VL_OK);
  host.settle();
  BOOST_TEST(dialing.status() == VL_E_CANCELED);
}

BOOST_AUTO_TEST_CASE(the_reason_is_there_while_a_failure_is_told_only) {
  net.dials = {{VL_E_TLS, 0, 0}};
  net.reason = "certificate has expired";
  const auto reason = [&] {
    vl_error out{};
    out.struct_size = sizeof out;
    table.reason(host.loop.handle(), &out);
    return std::string(out.message);
  };
  dialing.then = [&] { reason_seen = reason(); };
  dial();
  host.settle();
  BOOST_TEST(reason_seen == "certificate has expired");
  BOOST_TEST(reason() == "");
}

BOOST_AUTO_TEST_CASE(tls_settings_are_copied_checked_and_counted) {
  vl_tls_options options{};
  options.struct_size = sizeof options;
  options.ca_file = text("ca.pem");
  vl_tls* tls = nullptr;
  vl_error error{};
  error.struct_size = sizeof error;
  BOOST_TEST(table.tls_open(host.loop.handle(), &options, &tls, &error) == VL_OK);
  BOOST_TEST(net.tls.at(0)->ca_file == "ca.pem");
  BOOST_TEST(host.complaints().at(0) == "1 TLS settings are not closed");
  vl_dial where{};
  where.struct_size = sizeof where;
  where.flags = VL_DIAL_TLS;
  where.host = text("sut");
  where.port = 443;
  where.alpn = text("http/1.1");
  where.tls = tls;
  dialing.start([&](vl_op* o) { return table.dial(host.loop.handle(), &where, &stream, o); });
  host.settle();
  BOOST_TEST(net.stream(0).dial.tls);
  BOOST_TEST(net.stream(0).dial.tls_settings == 0u);
  BOOST_TEST(net.stream(0).dial.alpn == "http/1.1");
  table.close(stream);
  table.tls_close(tls);
  BOOST_TEST(host.complaints().empty());
  net.no_files = {"ca.pem"};
  BOOST_TEST(table.tls_check(host.handle(), &options, &error) == VL_E_CONFIG);
  BOOST_TEST(std::string(error.message) == "ca_file: no such file, ca.pem");
}

BOOST_AUTO_TEST_SUITE_END()

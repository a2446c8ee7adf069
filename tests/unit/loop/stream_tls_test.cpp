#include "core/loop/stream.hpp"

#include "tests/unit/loop/tls_server.hpp"

#include <memory>
#include <vector>

using namespace veriload;
using namespace veriload::loop;
using namespace veriload::loop::test;

namespace {

struct secure_pair {
  explicit secure_pair(int version = 0) {
    tls_server_settings settings;
    settings.max_version = version;
    server = std::make_unique<tls_server>(settings);
    d = std::make_unique<secure_dial>(loop, server->port().port(), trusted.get());
    d->finish(*server);
    BOOST_REQUIRE_MESSAGE(d->op.result.status == VL_OK, d->reason);
    heard.each = [this] { words = loop.reasons().text(); };
  }

  stream& mine() const { return d->made(); }
  tls_server_side& peer() const { return *d->peer; }
  template <class Condition>
  void until(Condition condition) {
    run_until(loop, [&] {
      peer().turn();
      return condition();
    });
  }

  reactor loop{{}};
  std::unique_ptr<vl_tls> trusted = settings_of(loop, trusting());
  std::unique_ptr<tls_server> server;
  std::unique_ptr<secure_dial> d;
  recorded_reader heard;
  std::string words;
};

std::string pattern(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    out[i] = static_cast<char>(i * 131 + i / 65536);
  return out;
}

vl_status write(stream& to, const std::string& text, vl_op& op) {
  const vl_cbuf buffer{text.data(), text.size()};
  return to.write(&buffer, 1, op);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stream_tls_suite)

BOOST_FIXTURE_TEST_CASE(text_goes_both_ways_and_many_small_buffers_are_one_record, secure_pair) {
  mine().read_start(heard.reader());
  const std::string a = "GET / ", b = "HTTP/1.1\r\n\r\n";
  const vl_cbuf parts[] = {{a.data(), a.size()}, {nullptr, 0}, {b.data(), b.size()}};
  const std::uint64_t before = d->info().bytes_out;
  recorded_op op;
  BOOST_TEST(mine().write(parts, 3, op) == VL_OK);
  constexpr std::uint64_t around_a_record = 5 + 1 + 16;
  BOOST_TEST(d->info().bytes_out - before == a.size() + b.size() + around_a_record);
  until([&] { return peer().text == a + b; });
  peer().write("hello");
  until([&] { return heard.text == "hello"; });
  BOOST_TEST(heard.deliveries == 1);
}

BOOST_AUTO_TEST_CASE(eight_megabytes_arrive_in_order_while_the_peer_reads_slowly) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    secure_pair pair(version);
    const std::string text = pattern(8 << 20);
    std::vector<vl_cbuf> buffers;
    for (std::size_t at = 0, step = 1; at < text.size(); at += step, step = step * 5 % 60013 + 1) {
      buffers.push_back({text.data() + at, std::min(step, text.size() - at)});
      buffers.push_back({nullptr, 0});
    }
    pair.peer().paused = true;
    recorded_op op, second;
    BOOST_TEST(pair.mine().write(buffers.data(), static_cast<std::uint32_t>(buffers.size()), op) ==
               VL_PENDING);
    BOOST_TEST(write(pair.mine(), "more", second) == VL_E_MISUSE);
    turn(pair.loop);
    BOOST_TEST(!op.done());
    pair.peer().paused = false;
    pair.until([&] { return pair.peer().text.size() == text.size(); });
    run_until(pair.loop, [&] { return op.done(); });
    BOOST_TEST(op.result.status == VL_OK);
    BOOST_TEST((pair.peer().text == text));
  }
}

BOOST_FIXTURE_TEST_CASE(a_megabyte_from_the_peer_arrives_in_order, secure_pair) {
  const std::string text = pattern(1 << 20);
  mine().read_start(heard.reader());
  peer().write(text);
  until([&] { return heard.text.size() == text.size(); });
  BOOST_TEST((heard.text == text));
}

BOOST_FIXTURE_TEST_CASE(a_reader_that_stops_inside_records_loses_nothing, secure_pair) {
  const std::string text = pattern(400000);
  heard.each = [this] { mine().read_stop(); };
  mine().read_start(heard.reader());
  peer().write(text);
  int stops = 0;
  while (heard.text.size() < text.size()) {
    const std::size_t before = heard.text.size();
    mine().read_start(heard.reader());
    until([&] { return heard.text.size() != before; });
    for (int i = 0; i < 3; ++i)
      turn(loop);
    const std::size_t after = heard.text.size();
    peer().turn();
    turn(loop);
    BOOST_TEST(heard.text.size() == after);
    ++stops;
  }
  BOOST_TEST(stops > 4);
  BOOST_TEST((heard.text == text));
}

BOOST_FIXTURE_TEST_CASE(bytes_that_came_with_the_handshake_wait_for_the_reader, secure_pair) {
  // The next connection of this server is written to before the client asks for anything.
  secure_dial early(loop, server->port().port(), trusted.get());
  BOOST_REQUIRE(loop.dial(early.dial, &early.out, early.op) == VL_PENDING);
  early.peer = server->accept();
  run_until(loop, [&] {
    early.peer->turn();
    return early.peer->secured();
  });
  early.peer->write("first words");
  run_until(loop, [&] { return early.op.done(); });
  for (int i = 0; i < 3; ++i)
    turn(loop);
  recorded_reader reader;
  early.made().read_start(reader.reader());
  run_until(loop, [&] { return reader.text == "first words"; });
}

BOOST_FIXTURE_TEST_CASE(each_cut_of_a_record_is_put_together, secure_pair) {
  mine().read_start(heard.reader());
  const std::string record = peer().sealed("abc");
  std::string wanted;
  for (std::size_t cut = 1; cut < record.size(); ++cut) {
    const std::string bytes = cut == 1 ? record : peer().sealed("abc");
    wanted += "abc";
    peer().socket().send(bytes.substr(0, cut));
    for (int i = 0; i < 2; ++i)
      turn(loop);
    peer().socket().send(bytes.substr(cut));
    run_until(loop, [&] { return heard.text == wanted; });
  }
}

BOOST_FIXTURE_TEST_CASE(an_end_in_order_is_eof, secure_pair) {
  mine().read_start(heard.reader());
  peer().write("bye");
  peer().end();
  until([&] { return heard.ends != 0; });
  BOOST_TEST(heard.text == "bye");
  BOOST_TEST(heard.end.status == VL_EOF);
  BOOST_TEST(heard.end.native == 0);
}

BOOST_AUTO_TEST_CASE(an_end_without_close_notify_is_eof_between_records_and_broken_inside_one) {
  std::size_t whole = 0;
  for (std::size_t cut = 0; cut == 0 || cut < whole; ++cut) {
    secure_pair pair;
    pair.mine().read_start(pair.heard.reader());
    const std::string record = pair.peer().sealed("abc");
    whole = record.size();
    pair.peer().socket().send(record + record.substr(0, 0));
    run_until(pair.loop, [&] { return pair.heard.text == "abc"; });
    const std::string next = pair.peer().sealed("def");
    pair.peer().socket().send(next.substr(0, cut));
    turn(pair.loop);
    pair.peer().socket().close();
    run_until(pair.loop, [&] { return pair.heard.ends != 0; });
    BOOST_TEST(pair.heard.text == "abc");
    if (cut == 0) {
      BOOST_TEST(pair.heard.end.status == VL_EOF);
      BOOST_TEST(pair.heard.end.native == EPROTO);
    } else {
      BOOST_TEST(pair.heard.end.status == VL_E_CLOSED);
      BOOST_TEST(pair.heard.end.native == 0);
      BOOST_TEST(pair.words == "the connection ended in the middle of a TLS record");
    }
  }
}

BOOST_FIXTURE_TEST_CASE(a_damaged_record_is_a_tls_failure_in_words, secure_pair) {
  mine().read_start(heard.reader());
  std::string record = peer().sealed("abc");
  record.back() = static_cast<char>(record.back() ^ 1);
  peer().socket().send(record);
  run_until(loop, [&] { return heard.ends != 0; });
  BOOST_TEST(heard.end.status == VL_E_TLS);
  BOOST_TEST(words == "a record was damaged on the way");
  recorded_op op;
  BOOST_TEST(write(mine(), "x", op) == VL_E_TLS);
}

BOOST_FIXTURE_TEST_CASE(finish_sends_close_notify_then_fin_and_reading_goes_on, secure_pair) {
  mine().read_start(heard.reader());
  recorded_op op, again;
  BOOST_TEST(mine().finish(op) == VL_OK);
  BOOST_TEST(mine().finish(again) == VL_E_MISUSE);
  BOOST_TEST(write(mine(), "x", again) == VL_E_MISUSE);
  until([&] { return peer().ended && peer().gone; });
  peer().write("still here");
  until([&] { return heard.text == "still here"; });
  BOOST_TEST(heard.ends == 0);
}

BOOST_FIXTURE_TEST_CASE(finish_waits_for_the_pending_write, secure_pair) {
  const std::string text = pattern(8 << 20);
  peer().paused = true;
  recorded_op op, finishing;
  BOOST_TEST(write(mine(), text, op) == VL_PENDING);
  BOOST_TEST(mine().finish(finishing) == VL_PENDING);
  peer().paused = false;
  until([&] { return peer().ended && peer().gone; });
  BOOST_TEST(peer().text.size() == text.size());
  run_until(loop, [&] { return op.done() && finishing.done(); });
  BOOST_TEST(op.result.status == VL_OK);
  BOOST_TEST(finishing.result.status == VL_OK);
}

BOOST_FIXTURE_TEST_CASE(close_says_goodbye_and_cancels_what_is_pending, secure_pair) {
  stream::from(std::exchange(d->out, nullptr)).close();
  turn(loop);
  run_until(loop, [&] {
    peer().turn();
    return peer().gone;
  });
  BOOST_TEST(peer().ended);

  secure_pair other;
  const std::string text = pattern(8 << 20);
  other.peer().paused = true;
  recorded_op op, finishing;
  BOOST_TEST(write(other.mine(), text, op) == VL_PENDING);
  BOOST_TEST(other.mine().finish(finishing) == VL_PENDING);
  stream::from(std::exchange(other.d->out, nullptr)).close();
  run_until(other.loop, [&] { return op.done() && finishing.done(); });
  BOOST_TEST(op.result.status == VL_E_CANCELED);
  BOOST_TEST(finishing.result.status == VL_E_CANCELED);
  BOOST_TEST(other.loop.counters().open_streams == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_write_that_a_reset_ends_is_told_once_and_its_bytes_are_let_go,
                        secure_pair) {
  auto text = std::make_unique<std::string>(pattern(8 << 20));
  peer().paused = true;
  recorded_op op;
  BOOST_TEST(write(mine(), *text, op) == VL_PENDING);
  op.then = [&] { text.reset(); };
  mine().read_start(heard.reader());
  peer().socket().reset();
  run_until(loop, [&] { return op.done() && heard.ends != 0; });
  for (int i = 0; i < 5; ++i)
    turn(loop);
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.status == VL_E_CLOSED);
  BOOST_TEST(heard.end.status == VL_E_CLOSED);
}

BOOST_FIXTURE_TEST_CASE(may_be_closed_inside_on_data, secure_pair) {
  heard.each = [this] { stream::from(std::exchange(d->out, nullptr)).close(); };
  mine().read_start(heard.reader());
  peer().write(pattern(200000));
  until([&] { return heard.deliveries != 0; });
  for (int i = 0; i < 5; ++i)
    turn(loop);
  BOOST_TEST(heard.deliveries == 1);
  BOOST_TEST(loop.counters().open_streams == 0U);
}

BOOST_FIXTURE_TEST_CASE(a_write_inside_on_data_goes_out_while_more_records_wait, secure_pair) {
  recorded_op op;
  int written = 0;
  heard.each = [&] {
    if (write(mine(), "ok;", op) == VL_OK) ++written;
  };
  mine().read_start(heard.reader());
  const std::string text = pattern(300000);
  peer().write(text);
  until([&] { return heard.text.size() == text.size(); });
  BOOST_TEST((heard.text == text));
  until([&] { return peer().text.size() == 3U * static_cast<unsigned>(written); });
}

BOOST_FIXTURE_TEST_CASE(a_key_update_is_answered_and_the_stream_goes_on, secure_pair) {
  mine().read_start(heard.reader());
  peer().update_key();
  peer().write("new key");
  until([&] { return heard.text == "new key"; });
  recorded_op op;
  BOOST_TEST(write(mine(), "mine too", op) == VL_OK);
  until([&] { return peer().text == "mine too"; });
}

BOOST_AUTO_TEST_CASE(the_peers_renegotiation_is_refused_and_the_stream_goes_on) {
  secure_pair pair(TLS1_2_VERSION);
  pair.mine().read_start(pair.heard.reader());
  SSL_renegotiate(pair.peer().ssl());
  SSL_do_handshake(pair.peer().ssl());
  pair.peer().turn();
  for (int i = 0; i < 4; ++i)
    turn(pair.loop);
  BOOST_TEST(pair.heard.ends == 0);
}

BOOST_AUTO_TEST_SUITE_END()

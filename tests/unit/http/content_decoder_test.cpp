#include "plugins/http/content_decoder.hpp"

#include "tests/unit/http/random_bytes.hpp"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using namespace veriload::http_plugin;

namespace {

std::string with_zlib(std::string_view text, int window_bits) {
  z_stream state{};
  BOOST_REQUIRE(deflateInit2(&state, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&state, text.size()) + 32, '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  BOOST_REQUIRE(deflate(&state, Z_FINISH) == Z_STREAM_END);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

std::string packed(std::string_view coding, std::string_view text) {
  if (coding == "gzip") return with_zlib(text, 31);
  if (coding == "deflate") return with_zlib(text, 15);
  if (coding == "raw") return with_zlib(text, -15);
  std::string out(text.size() + text.size() / 2 + 1024, '\0');
  std::size_t size = out.size();
  if (coding == "br") {
    BOOST_REQUIRE(BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, text.size(),
                                        reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                                        reinterpret_cast<std::uint8_t*>(out.data())));
  } else {
    size = ZSTD_compress(out.data(), size, text.data(), text.size(), 3);
    BOOST_REQUIRE(!ZSTD_isError(size));
  }
  out.resize(size);
  return out;
}

bool append(void* ctx, std::string_view piece) {
  static_cast<std::string*>(ctx)->append(piece);
  return true;
}

struct decoded {
  bool ok = false;
  std::string text;
};

decoded decode(content_decoder& decoder, std::string_view coding, std::string_view bytes,
               std::size_t step = std::string_view::npos, std::uint64_t limit = 1 << 24) {
  decoded out;
  if (!decoder.begin(coding, limit)) return out;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    if (!decoder.write(piece, {&out.text, &append})) return out;
  }
  out.ok = decoder.finish();
  return out;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 9000; ++i)
    text += "line " + std::to_string(i * 7919 % 1009) + ";";
  return text;
}

const char* const codings[] = {"gzip", "deflate", "raw", "br", "zstd"};

std::string_view header_of(std::string_view coding) { return coding == "raw" ? "deflate" : coding; }

}  // namespace

BOOST_AUTO_TEST_CASE(each_coding_is_undone_however_it_is_cut) {
  content_decoder decoder;
  const std::string text = long_text();
  for (const char* coding : codings) {
    const std::string bytes = packed(coding, text);
    BOOST_TEST(bytes.size() < text.size());
    for (const std::size_t step :
         {std::size_t{1}, std::size_t{7}, std::size_t{1000}, bytes.size()}) {
      BOOST_TEST_CONTEXT(coding << " by " << step) {
        const decoded got = decode(decoder, header_of(coding), bytes, step);
        BOOST_TEST(got.ok, decoder.error());
        BOOST_TEST((got.text == text));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(tiny_and_empty_bodies_are_whole) {
  content_decoder decoder;
  for (const char* coding : codings) {
    for (const char* text : {"", "x"}) {
      const decoded got = decode(decoder, header_of(coding), packed(coding, text));
      BOOST_TEST(got.ok, coding << ": " << decoder.error());
      BOOST_TEST(got.text == text);
    }
    BOOST_TEST(decode(decoder, header_of(coding), "").ok);
  }
}

BOOST_AUTO_TEST_CASE(chained_codings_are_undone_last_first) {
  content_decoder decoder;
  const std::string text = long_text();
  const std::string twice = packed("br", packed("gzip", text));
  BOOST_TEST((decode(decoder, "x-GZIP, identity, br", twice, 5).text == text));
  BOOST_TEST(!decode(decoder, "br, gzip", twice).ok);
  const std::string same = packed("gzip", packed("gzip", text));
  BOOST_TEST((decode(decoder, "gzip,gzip", same, 11).text == text));
  BOOST_TEST((decode(decoder, "gzip", packed("gzip", text)).text == text));
}

BOOST_AUTO_TEST_CASE(no_coding_hands_the_bytes_on) {
  content_decoder decoder;
  BOOST_TEST(decoder.begin("", 10));
  BOOST_TEST(!decoder.active());
  BOOST_TEST(decode(decoder, " , identity ", "abc").text == "abc");
}

BOOST_AUTO_TEST_CASE(unknown_and_too_many_codings_are_refused_in_words) {
  content_decoder decoder;
  BOOST_TEST(!decoder.begin("gzip, compress", 10));
  BOOST_TEST(decoder.error() ==
             "unknown content coding \"compress\", expected gzip, deflate, br or zstd");
  BOOST_TEST(!decoder.active());
  BOOST_TEST(!decoder.begin("br, br, br, br, br", 10));
  BOOST_TEST(decoder.error() == "the body has over 4 content codings");
}

BOOST_AUTO_TEST_CASE(cut_and_damaged_bodies_are_named) {
  content_decoder decoder;
  for (const char* coding : codings) {
    BOOST_TEST_CONTEXT(coding) {
      std::string bytes = packed(coding, long_text());
      BOOST_TEST(!decode(decoder, header_of(coding), bytes.substr(0, bytes.size() / 2)).ok);
      BOOST_TEST(decoder.error() ==
                 std::string(header_of(coding)) + " body ends before its compressed data does");
      BOOST_TEST(!decode(decoder, header_of(coding), std::string(64, '\xff')).ok);
      BOOST_TEST(
          decoder.error().starts_with(std::string(header_of(coding)) + " body is damaged: "));
    }
  }
  std::string gzip = packed("gzip", "hello");
  gzip[gzip.size() - 6] = static_cast<char>(gzip[gzip.size() - 6] ^ 1);
  BOOST_TEST(!decode(decoder, "gzip", gzip).ok);
  BOOST_TEST(decoder.error() == "gzip body is damaged: incorrect data check");
}

BOOST_AUTO_TEST_CASE(a_bomb_stops_at_the_limit) {
  content_decoder decoder;
  const std::string zeros(4 << 20, '\0');
  for (const char* coding : codings) {
    const decoded got = decode(decoder, header_of(coding), packed(coding, zeros), 100, 100'000);
    BOOST_TEST(!got.ok);
    BOOST_TEST(decoder.over_limit());
    BOOST_TEST(got.text.size() <= 100'000);
    BOOST_TEST(decoder.error() ==
               std::string(header_of(coding)) + " body unpacks to more than 100000 bytes");
  }
  // A small result does not excuse a large step before it.
  const std::string nested = packed("gzip", packed("gzip", zeros));
  BOOST_TEST(!decode(decoder, "gzip, gzip", nested, 100, 1000).ok);
  BOOST_TEST(decode(decoder, "zstd", packed("zstd", "abc"), 1, 3).ok);
}

BOOST_AUTO_TEST_CASE(what_follows_the_compressed_data) {
  content_decoder decoder;
  const std::string two = packed("gzip", "one ") + packed("gzip", "two");
  BOOST_TEST(decode(decoder, "gzip", two, 3).text == "one two");
  const std::string frames = packed("zstd", "one ") + packed("zstd", "two");
  BOOST_TEST(decode(decoder, "zstd", frames, 3).text == "one two");
  for (const char* coding : {"gzip", "deflate", "raw", "br"}) {
    const decoded got = decode(decoder, header_of(coding), packed(coding, "hi") + "\r\n", 1);
    BOOST_TEST(got.ok);
    BOOST_TEST(got.text == "hi");
  }
  BOOST_TEST(!decode(decoder, "gzip", two.substr(0, two.size() - 3)).ok);
}

BOOST_AUTO_TEST_CASE(a_sink_may_end_the_decoding) {
  content_decoder decoder;
  BOOST_REQUIRE(decoder.begin("gzip", 1000));
  const auto refuse = [](void*, std::string_view) { return false; };
  BOOST_TEST(!decoder.write(packed("gzip", "hello"), {nullptr, refuse}));
  BOOST_TEST(decoder.error() == "");
  BOOST_TEST(!decoder.over_limit());
}

BOOST_AUTO_TEST_CASE(pooled_decoders_serve_again) {
  decoder_pool pool;
  content_decoder* first = pool.take();
  BOOST_TEST(!decode(*first, "br", "\xff\xff\xff").ok);
  pool.give(first);
  content_decoder* again = pool.take();
  BOOST_TEST((again == first));
  BOOST_TEST(decode(*again, "br", packed("br", "fine")).text == "fine");
  pool.give(again);
}

BOOST_AUTO_TEST_CASE(broken_bytes_never_pass_the_limit_or_differ_by_their_cut) {
  constexpr std::uint64_t seed = 1952;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  content_decoder decoder;
  const std::string text = long_text().substr(0, 600);
  int failed = 0;
  for (int i = 0; i < 20'000 && time.left(); ++i) {
    const char* coding = codings[dice.below(5)];
    const std::string bytes = dice.broken(packed(coding, text));
    const decoded whole = decode(decoder, header_of(coding), bytes, bytes.size() + 1, 5000);
    const decoded cut = decode(decoder, header_of(coding), bytes, 1 + dice.below(9), 5000);
    BOOST_REQUIRE(whole.text.size() <= 5000);
    BOOST_REQUIRE(whole.ok == cut.ok);
    if (whole.ok) BOOST_REQUIRE((whole.text == cut.text));
    failed += !whole.ok;
  }
  BOOST_TEST(failed > 0);
}

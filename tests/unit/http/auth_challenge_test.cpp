#include "plugins/http/auth_challenge.hpp"

#include "tests/unit/http/random_bytes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

namespace {

// "scheme| name=value| (blob)| !": one word per piece.
std::string pieces(std::string_view field) {
  std::string out;
  auth_piece piece;
  for (;;) {
    next_auth_piece(field, piece);
    switch (piece.what) {
      case auth_piece::kind::scheme:
        out.append(piece.name).append("|");
        break;
      case auth_piece::kind::parameter:
        out.append(piece.name).append("=").append(piece.value).append("|");
        break;
      case auth_piece::kind::blob:
        out.append("(").append(piece.value).append(")|");
        break;
      case auth_piece::kind::wrong:
        return out + "!";
      case auth_piece::kind::end:
        return out;
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(several_challenges_in_one_field_are_told_apart) {
  BOOST_TEST(pieces("Basic realm=\"a, b\", Digest realm=x,nonce = \"n\" ,, Negotiate") ==
             "Basic|realm=a, b|Digest|realm=x|nonce=n|Negotiate|");
  BOOST_TEST(pieces("") == "");
  BOOST_TEST(pieces(" , ,") == "");
}

BOOST_AUTO_TEST_CASE(quotes_are_taken_off) {
  BOOST_TEST(pieces("A r=\"say \\\"hi\\\" \\\\\"") == "A|r=say \"hi\" \\|");
  BOOST_TEST(pieces("A r=\"\"") == "A|r=|");
}

BOOST_AUTO_TEST_CASE(blobs_with_padding_are_no_parameters) {
  BOOST_TEST(pieces("Negotiate YII+/x==, Basic realm=a") == "Negotiate|(YII+/x==)|Basic|realm=a|");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_ends_the_field) {
  BOOST_TEST(pieces("Digest realm=\"open") == "Digest|!");
  BOOST_TEST(pieces("Digest realm=\"a\nb\"") == "Digest|!");
  BOOST_TEST(pieces("Digest \"x\"") == "Digest|!");
}

BOOST_AUTO_TEST_CASE(every_field_comes_to_an_end) {
  constexpr std::uint64_t seed = 7235;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{"Digest", " ", "realm", "=", "\"", "\\", ",", "qop=auth"};
  for (int i = 0; i < 100'000 && time.left(); ++i) {
    const std::string field = dice.text_of(words, 16);
    std::string_view rest = field;
    auth_piece piece;
    std::size_t before = rest.size() + 1;
    do {
      BOOST_REQUIRE(rest.size() < before);
      before = rest.size();
      next_auth_piece(rest, piece);
    } while (piece.what != auth_piece::kind::end && piece.what != auth_piece::kind::wrong);
  }
}

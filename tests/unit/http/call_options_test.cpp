#include "plugins/http/call_options.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace veriload;
using namespace veriload::http_plugin;

namespace {

using pairs_of_text = std::vector<std::pair<std::string_view, std::string_view>>;

struct reading {
  call_options options;
  failure why;
  bool good = false;

  explicit reading(const pairs_of_text& given) {
    std::vector<vl_kv> pairs;
    for (const auto& [key, value] : given)
      pairs.push_back({to_str(key), to_str(value)});
    vl_call call{};
    call.struct_size = sizeof call;
    call.options = pairs.data();
    call.n_options = static_cast<std::uint32_t>(pairs.size());
    options.begin(settings());
    good = options.read(call, why);
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(without_options_the_settings_hold) {
  const reading r(pairs_of_text{});
  BOOST_TEST(r.good);
  BOOST_TEST(r.options.max_redirects == 10u);
  BOOST_TEST(r.options.connect_timeout == 5'000'000'000);
  BOOST_TEST(!r.options.expect_continue);
  BOOST_TEST(r.options.failing.has(404));
}

BOOST_AUTO_TEST_CASE(every_option_is_read) {
  const reading r(pairs_of_text{{"redirects", "3"},
                                {"connect_timeout", "0.25"},
                                {"expect_continue", "true"},
                                {"fail_above", "299"},
                                {"accept_status", "404"},
                                {"accept_status", "500-503"},
                                {"digest", "ann:se:cret"}});
  BOOST_TEST(r.good);
  BOOST_TEST(r.options.max_redirects == 3u);
  BOOST_TEST(r.options.connect_timeout == 250'000'000);
  BOOST_TEST(r.options.expect_continue);
  BOOST_TEST(!r.options.failing.has(299));
  BOOST_TEST(r.options.failing.has(300));
  BOOST_TEST(!r.options.failing.has(404));
  BOOST_TEST(!r.options.failing.has(502));
  BOOST_TEST(r.options.failing.has(504));
  BOOST_TEST(r.options.digest_user == "ann");
  BOOST_TEST(r.options.digest_password == "se:cret");
}

BOOST_AUTO_TEST_CASE(an_unknown_option_is_refused_with_the_nearest_one) {
  const reading r(pairs_of_text{{"redirect", "3"}});
  BOOST_TEST(!r.good);
  BOOST_TEST(r.why.status == VL_E_INVALID);
  BOOST_TEST(std::string(r.why.text) ==
             "unknown option 'redirect' of the call, did you mean redirects");
}

BOOST_AUTO_TEST_CASE(values_out_of_range_are_refused_in_words) {
  const auto words = [](std::string_view key, std::string_view value) {
    const reading r(pairs_of_text{{key, value}});
    BOOST_TEST(!r.good);
    BOOST_TEST(r.why.status == VL_E_INVALID);
    return std::string(r.why.text);
  };
  BOOST_TEST(words("redirects", "101") ==
             "option redirects of the call is '101', expected an integer from 0 to 100");
  BOOST_TEST(words("redirects", "-1").starts_with("option redirects"));
  BOOST_TEST(words("connect_timeout", "0").starts_with("option connect_timeout"));
  BOOST_TEST(words("connect_timeout", "nan").starts_with("option connect_timeout"));
  BOOST_TEST(words("expect_continue", "yes").starts_with("option expect_continue"));
  BOOST_TEST(words("fail_above", "1000").starts_with("option fail_above"));
  BOOST_TEST(words("accept_status", "4xx").starts_with("option accept_status"));
  BOOST_TEST(words("digest", "nobody").find("nobody") == std::string::npos);
}

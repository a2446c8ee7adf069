#include "core/personas/persona_pool.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using veriload::config::exhaust_mode;
using veriload::personas::persona_pool;

BOOST_AUTO_TEST_CASE(wrap_begins_again_when_everybody_was_handed_out) {
  const persona_pool pool(3, exhaust_mode::wrap);
  for (std::uint64_t start = 0; start < 10; ++start) {
    BOOST_TEST(pool.persona_for(start).value() == start % 3);
  }
}

BOOST_AUTO_TEST_CASE(error_hands_out_each_persona_once) {
  const persona_pool pool(3, exhaust_mode::error);
  BOOST_TEST(pool.persona_for(2).value() == 2u);
  BOOST_TEST(!pool.persona_for(3).has_value());
}

BOOST_AUTO_TEST_CASE(workers_share_the_pool_without_overlap_and_fairly) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t worker = 0; worker < 3; ++worker) {
    const persona_pool pool(10, exhaust_mode::error, worker, 3);
    BOOST_TEST(pool.size() == (worker == 0 ? 4u : 3u));
    for (std::uint64_t start = 0; start < pool.size(); ++start) {
      const std::uint64_t index = pool.persona_for(start).value();
      BOOST_TEST(index % 3 == worker);
      BOOST_TEST(seen.insert(index).second);
    }
    BOOST_TEST(!pool.persona_for(pool.size()).has_value());
  }
  BOOST_TEST(seen.size() == 10u);
  BOOST_TEST(*seen.rbegin() == 9u);
}

BOOST_AUTO_TEST_CASE(a_worker_wraps_inside_its_own_part) {
  const persona_pool pool(5, exhaust_mode::wrap, 1, 2);
  BOOST_TEST(pool.persona_for(0).value() == 1u);
  BOOST_TEST(pool.persona_for(1).value() == 3u);
  BOOST_TEST(pool.persona_for(2).value() == 1u);
}

BOOST_AUTO_TEST_CASE(a_worker_without_personas_is_refused) {
  BOOST_CHECK_THROW(persona_pool(2, exhaust_mode::wrap, 2, 3), veriload::setup_error);
}

#include "core/aggregation/name_table.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <string>
#include <thread>

using namespace veriload::aggregation;

BOOST_AUTO_TEST_CASE(the_same_text_gives_the_same_small_number) {
  name_table names;
  BOOST_TEST(names.intern("GET /items") == 0);
  BOOST_TEST(names.intern("POST /orders") == 1);
  BOOST_TEST(names.intern("GET /items") == 0);
  BOOST_TEST(names.intern("") == 2);
  BOOST_TEST(names.name(1) == "POST /orders");
  BOOST_TEST(names.size() == 3);
}

BOOST_AUTO_TEST_CASE(names_past_the_capacity_share_one_id) {
  name_table names(3);
  for (int i = 0; i < 3; ++i)
    names.intern(std::to_string(i));
  BOOST_TEST(names.intern("late") == names.other());
  BOOST_TEST(names.intern("later") == names.other());
  BOOST_TEST(names.intern("2") == 2);
  BOOST_TEST(names.name(names.other()) == "(other)");
  BOOST_TEST(names.size() == 3);
}

BOOST_AUTO_TEST_CASE(names_that_differ_in_one_byte_anywhere_are_different) {
  name_table names(5'000);
  std::uint32_t next = 0;
  for (std::size_t length = 0; length <= 40; ++length) {
    const std::string plain(length, 'a');
    BOOST_TEST(names.intern(plain) == next++);
    for (std::size_t at = 0; at < length; ++at) {
      std::string other = plain;
      other[at] = 'b';
      BOOST_TEST(names.intern(other) == next);
      BOOST_TEST(names.name(next) == other);
      BOOST_TEST(names.intern(other) == next++);
    }
  }
  BOOST_TEST(names.intern(std::string(2, '\0')) == next++);
  BOOST_TEST(names.intern(std::string(3, '\0')) == next++);
}

BOOST_AUTO_TEST_CASE(the_unit_comes_from_the_first_who_names_it) {
  name_table names;
  const auto id = names.intern("orders.total", "EUR");
  names.intern("orders.total", "USD");
  BOOST_TEST(names.unit(id) == "EUR");
  BOOST_TEST(names.unit(names.intern("clicks")) == "");
}

BOOST_AUTO_TEST_CASE(a_name_without_end_is_cut) {
  name_table names;
  const auto id = names.intern(std::string(10'000, 'x'));
  BOOST_TEST(names.name(id).size() == name_table::longest_name);
  BOOST_TEST(names.intern(std::string(10'000, 'x')) == id);
}

BOOST_AUTO_TEST_CASE(threads_that_name_the_same_things_agree) {
  name_table names(500);
  std::atomic<int> wrong = 0;  // Boost.Test is not to be asked from two threads
  const auto name_all = [&](int first) {
    for (int i = 0; i < 600; ++i) {
      const std::string text = std::to_string((first + i) % 600);
      const auto id = names.intern(text);
      if (id != names.other() && names.name(id) != text) ++wrong;
    }
  };
  std::jthread one(name_all, 0);
  std::jthread two(name_all, 300);
  one.join();
  two.join();
  BOOST_TEST(wrong == 0);
  BOOST_TEST(names.size() == 500);
}

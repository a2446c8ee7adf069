#include "plugins/http/reply_block.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::http_plugin;

namespace {
response_head head;
constexpr std::string_view head_text = "HTTP/1.1 200 OK\r\nName: value\r\n\r\n";
}  // namespace

BOOST_AUTO_TEST_CASE(header_views_follow_when_the_memory_grows) {
  BOOST_REQUIRE((parse_head(head_text, head).state == head_state::complete));
  reply_pool* const pool = reply_pool::make();
  reply_block* const block = pool->take();
  BOOST_REQUIRE(block->set_head(head_text, head, 0));
  std::string body;
  for (int i = 0; i < 2000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 7), 'x');
    BOOST_REQUIRE(block->append(piece));
    body += piece;
  }
  BOOST_TEST(to_view(block->headers()[0].key) == "Name");
  BOOST_TEST(to_view(block->headers()[0].value) == "value");
  BOOST_TEST((to_view(block->body()) == body));
  block->give_back();
  pool->retire();
}

BOOST_AUTO_TEST_CASE(a_block_that_comes_back_is_taken_again_with_its_memory) {
  reply_pool* const pool = reply_pool::make();
  reply_block* const first = pool->take();
  BOOST_REQUIRE(first->set_head(head_text, head, 500));
  const std::size_t capacity = first->capacity();
  first->give_back();
  BOOST_TEST(pool->free_bytes() == capacity);
  reply_block* const second = pool->take();
  BOOST_TEST(second == first);
  BOOST_TEST(second->capacity() == capacity);
  BOOST_TEST(second->n_headers() == 0u);
  second->give_back();
  pool->retire();
}

BOOST_AUTO_TEST_CASE(the_same_head_again_keeps_its_views_through_every_growth) {
  reply_pool* const pool = reply_pool::make();
  for (const std::size_t size : {0u, 5u, 5000u, 100000u, 3u}) {
    // A head that is remembered has the version of the time before.
    BOOST_REQUIRE((parse_head(head_text, head).state == head_state::complete));
    const std::string body(size, 'b');
    reply_block* const block = pool->take();
    BOOST_REQUIRE(block->set_answer(head_text, head, body));
    BOOST_REQUIRE(block->n_headers() == 1u);
    BOOST_TEST(to_view(block->headers()[0].key) == "Name");
    BOOST_TEST(to_view(block->headers()[0].value) == "value");
    BOOST_TEST((to_view(block->body()) == body));
    block->give_back();
  }
  pool->retire();
}

BOOST_AUTO_TEST_CASE(another_head_in_the_same_memory_replaces_the_first) {
  reply_pool* const pool = reply_pool::make();
  for (const std::string_view text :
       {head_text, std::string_view("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\n"), head_text}) {
    BOOST_REQUIRE((parse_head(text, head).state == head_state::complete));
    reply_block* const block = pool->take();
    BOOST_REQUIRE(block->set_answer(text, head, "b"));
    BOOST_TEST(block->n_headers() == head.n_headers);
    BOOST_TEST(to_view(block->headers()[0].key) == (text == head_text ? "Name" : "A"));
    BOOST_TEST(to_view(block->body()) == "b");
    block->give_back();
  }
  pool->retire();
}

BOOST_AUTO_TEST_CASE(a_huge_announced_length_does_not_take_memory_in_advance) {
  reply_pool* const pool = reply_pool::make();
  reply_block* const block = pool->take();
  BOOST_REQUIRE(block->set_head(head_text, head, std::uint64_t{1} << 60));
  BOOST_TEST(block->capacity() <= (2u << 20));
  block->give_back();
  pool->retire();
}

BOOST_AUTO_TEST_CASE(blocks_may_come_back_after_their_pool_was_retired) {
  reply_pool* const pool = reply_pool::make();
  reply_block* const one = pool->take();
  reply_block* const two = pool->take();
  pool->retire();
  BOOST_TEST(to_view(two->set_error(std::string(500, 'e'))).size() == 200u);
  one->give_back();
  two->give_back();  // frees the pool; the leak checker is the judge
}

#include <veriload/frame_pool.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>

using namespace veriload;

BOOST_AUTO_TEST_SUITE(frame_pools)

BOOST_AUTO_TEST_CASE(a_freed_frame_serves_the_next_request_of_its_size) {
  drain_frame_pool();
  void* first = allocate_frame(130);
  free_frame(first, 130);
  void* second = allocate_frame(136);  // the same step of 16 bytes
  BOOST_TEST(second == first);
  void* other = allocate_frame(130);
  BOOST_TEST(other != second);
  free_frame(second, 136);
  free_frame(other, 130);
  drain_frame_pool();
}

BOOST_AUTO_TEST_CASE(every_size_is_wholly_usable) {
  for (std::size_t size = 0; size <= frame_pool::largest + 130; ++size) {
    void* frame = allocate_frame(size);
    std::memset(frame, 0x5a, size);
    free_frame(frame, size);
  }
  drain_frame_pool();
}

BOOST_AUTO_TEST_CASE(draining_leaves_nothing_and_can_be_repeated) {
  void* frame = allocate_frame(64);
  free_frame(frame, 64);
  drain_frame_pool();
  drain_frame_pool();
  for (const frame_pool::free_frame* list : this_thread_frames.lists)
    BOOST_TEST(list == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

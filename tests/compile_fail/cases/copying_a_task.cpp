// words: use of deleted function|call to deleted
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  veriload::task<> later = one();
  veriload::task<> copy = later;
  co_await std::move(copy);
#else
  co_await me.work();
#endif
}

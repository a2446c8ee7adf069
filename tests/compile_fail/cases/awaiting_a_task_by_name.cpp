// words: use of deleted function|call to deleted|deleted
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  veriload::task<> later = one();
  co_await later;
#else
  co_await me.work();
#endif
}

// words: use of deleted function|deleted
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  veriload::user copy = me;
  co_return;
#else
  co_await me.work();
#endif
}

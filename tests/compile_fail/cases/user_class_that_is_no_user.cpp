// words: a user class derives from veriload::user
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  veriload::scenario* s = nullptr;
  s->user<no_user>("U");
  co_return;
#else
  co_await me.work();
#endif
}

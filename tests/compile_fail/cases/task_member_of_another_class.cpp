// words: no known conversion|cannot convert|no viable|no matching|cannot initialize a parameter
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  veriload::scenario* s = nullptr;
  s->user<my_user>("U").task("other", &other_user::work);
  co_return;
#else
  co_await me.work();
#endif
}

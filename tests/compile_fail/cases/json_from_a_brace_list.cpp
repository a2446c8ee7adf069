// words: could not convert|no matching|cannot convert|no viable|array used as initializer|ambiguous
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto reply = co_await me.http().post("/").json({"a", 1});
#else
  co_await me.work();
#endif
}

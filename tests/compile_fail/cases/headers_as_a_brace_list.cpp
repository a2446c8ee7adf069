// words: no matching function|too many arguments|no viable|cannot convert|array used as
// initializer|too few arguments
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto reply = co_await me.http().get("/").header({"a", "b"});
#else
  co_await me.work();
#endif
}

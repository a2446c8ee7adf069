// words: no matching function|too many arguments|no viable|cannot convert
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto reply = co_await me.http().get("/", {.name = "GET /"});
#else
  co_await me.work();
#endif
}

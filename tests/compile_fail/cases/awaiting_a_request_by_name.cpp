// words: use of deleted function|call to deleted|deleted
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto request = me.http().get("/");
  auto reply = co_await request;
#else
  co_await me.work();
#endif
}

// words: use of deleted function|call to implicitly-deleted|deleted
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto reply = co_await me.http().get("/");
  auto copy = reply;
#else
  co_await me.work();
#endif
}

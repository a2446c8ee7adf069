// words: use of deleted function|call to implicitly-deleted|deleted
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto request = me.http().get("/");
  auto copy = request;
  auto reply = co_await std::move(copy);
#else
  co_await me.work();
#endif
}

// words: form takes pairs: key, value
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto reply = co_await me.http().post("/").form("a", "1", "b");
#else
  co_await me.work();
#endif
}

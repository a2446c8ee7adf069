// words: json::of takes pairs: key, value
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto made = veriload::json::of("a", 1, "b");
  (void)made;
  co_return;
#else
  co_await me.work();
#endif
}

// words: log takes pairs: key, value
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  me.log_info("paid", "order");
  co_return;
#else
  co_await me.work();
#endif
}

// words: nodiscard|unused-result
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  me.http().get("/");
  co_return;
#else
  co_await me.work();
#endif
}

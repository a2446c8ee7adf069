// words: no matching function
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  co_await veriload::when_all(one(), number());
#else
  co_await me.work();
#endif
}

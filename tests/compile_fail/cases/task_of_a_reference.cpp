// words: task<T>: T is void or an object type
#include "../around.hpp"

#ifndef WITHOUT_THE_MISTAKE
veriload::task<int&> reference(int& n) { co_return n; }
#endif
veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  int number = 1;
  auto& same = co_await reference(number);
  (void)same;
#else
  co_await me.work();
#endif
}

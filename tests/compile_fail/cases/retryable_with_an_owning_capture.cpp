// words: capture only .this., references and plain numbers
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  std::string name = "x";
  co_await me.retryable(3, 0.5, [name] { return one(); });
#else
  co_await me.work();
#endif
}

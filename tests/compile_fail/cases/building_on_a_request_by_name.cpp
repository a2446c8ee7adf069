// words: discards qualifiers|expects an rvalue|passing .* as .this. argument|rvalue ref-qualifier
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto request = me.http().get("/");
  request.name("x");
  co_return;
#else
  co_await me.work();
#endif
}

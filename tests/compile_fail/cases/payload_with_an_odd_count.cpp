// words: payload takes pairs: name, persona path
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  auto made = me.payload("email", "contact.email", "id");
  (void)made;
  co_return;
#else
  co_await me.work();
#endif
}

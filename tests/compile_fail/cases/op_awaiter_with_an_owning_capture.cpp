// words: the start function captures references and plain values only
#include "../around.hpp"

veriload::task<> body(my_user& me) {
#ifndef WITHOUT_THE_MISTAKE
  std::string name = "x";
  auto result = co_await veriload::op_awaiter([name](vl_op*) -> vl_status { return VL_OK; });
  (void)result;
#else
  co_await me.work();
#endif
}

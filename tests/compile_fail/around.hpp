// What stands around each mistake, and compiles without it. Flow: [around] -> cases.
#pragma once

#include <veriload/op.hpp>
#include <veriload/scenario.hpp>

#include <string>
#include <utility>

class my_user : public veriload::user {
 public:
  veriload::task<> work() { co_return; }
};
class other_user : public veriload::user {
 public:
  veriload::task<> work() { co_return; }
};
struct no_user {};

inline veriload::task<> one() { co_return; }
inline veriload::task<int> number() { co_return 1; }

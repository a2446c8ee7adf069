// Users of the end-to-end tests that fail, each at one place of its life.
#include <veriload/scenario.hpp>

#include <stdexcept>
#include <string>

namespace {

class in_constructor : public veriload::user {
 public:
  in_constructor() { throw std::runtime_error("no wheels"); }
  veriload::task<> work() { co_return; }
};

class in_on_start : public veriload::user {
 public:
  veriload::task<> on_start() override {
    co_await sleep(0.01);
    throw std::runtime_error("no key");
  }
  veriload::task<> work() { co_return; }
  veriload::task<> on_stop() override {
    count("stops");
    co_return;
  }
};

// Half of the users start, so that the run goes on.
class some_in_on_start : public veriload::user {
 public:
  veriload::task<> on_start() override {
    if (user_index() % 2 == 0) throw std::runtime_error("even user");
    co_return;
  }
  veriload::task<> work() {
    count("tasks");
    co_await sleep(0.05);
  }
};

class in_task : public veriload::user {
 public:
  veriload::task<> good() {
    count("good");
    co_await sleep(0.02);
  }
  veriload::task<> bad() {
    count("bad");
    co_await sleep(0.02);
    throw std::out_of_range("shelf 7");
  }
  veriload::task<> on_stop() override {
    count("stops");
    co_return;
  }
};

class at_once_in_task : public veriload::user {
 public:
  veriload::task<> bad() {
    count("bad");
    throw std::logic_error("without any wait");
    co_return;
  }
};

class in_on_stop : public veriload::user {
 public:
  veriload::task<> work() {
    count("tasks");
    co_await sleep(0.02);
  }
  veriload::task<> on_stop() override {
    throw std::runtime_error("door is stuck");
    co_return;
  }
};

class not_an_exception : public veriload::user {
 public:
  veriload::task<> work() {
    co_await sleep(0.01);
    throw 42;
  }
};

class checking : public veriload::user {
 public:
  veriload::task<> work() {
    check(true, "is true");
    check(false, "is false");
    check(user_index() % 2 == 0, "is even");
    co_await sleep(0.02);
  }
};

class status_raiser : public veriload::user {
 public:
  veriload::task<> work() {
    auto reply = co_await http().get("/status/503").name("GET /status");
    reply.raise_for_status();
  }
};

class varied_raiser : public veriload::user {
 public:
  veriload::task<> work() {
    const std::string target = "/objects/" + std::to_string(user_index());
    auto reply = co_await http().get(target).name("GET /objects/{id}");
    reply.raise_for_status();
  }
};

class persona_misspeller : public veriload::user {
 public:
  veriload::task<> work() {
    count(persona().at("person.nam"));
    co_return;
  }
};

// Never lets go: what a cancellation throws is caught and the sleep begins again.
class stubborn : public veriload::user {
 public:
  veriload::task<> sleep_on() {
    while (true) {
      try {
        co_await sleep(3600);
      } catch (const veriload::canceled&) {
        count("ignored");
      }
    }
  }
};

// Words that break what is not careful: quotes, line ends, terminal codes and bytes that are no
// UTF-8.
class awkward : public veriload::user {
 public:
  veriload::task<> work() {
    check(true, "a \"quoted\"\ncheck \x1b[31m \xff");
    auto page = co_await http().get("/get").name("GET \xff\x1b[2J \xc3\xbc \"x\"\n");
    page.raise_for_status();
    throw std::runtime_error("line 1\nline 2 \x1b[31m \xff \"q\" \\");
  }
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<in_constructor>("InConstructor").task("work", &in_constructor::work);
  s.user<in_on_start>("InOnStart").task("work", &in_on_start::work);
  s.user<some_in_on_start>("SomeInOnStart").task("work", &some_in_on_start::work);
  s.user<in_task>("InTask").task("good", &in_task::good, 3).task("bad", &in_task::bad, 1);
  s.user<at_once_in_task>("AtOnceInTask").task("bad", &at_once_in_task::bad);
  s.user<in_on_stop>("InOnStop").task("work", &in_on_stop::work);
  s.user<not_an_exception>("NotAnException").task("work", &not_an_exception::work);
  s.user<checking>("Checking").task("work", &checking::work);
  s.user<status_raiser>("StatusRaiser").task("work", &status_raiser::work);
  s.user<varied_raiser>("VariedRaiser").task("work", &varied_raiser::work);
  s.user<persona_misspeller>("PersonaMisspeller").task("work", &persona_misspeller::work);
  s.user<stubborn>("Stubborn").task("sleep_on", &stubborn::sleep_on);
  s.user<awkward>("Awkward").task("work", &awkward::work);
}

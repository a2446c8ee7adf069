// The users of the counted figures. Every number comes from the environment, so that one build
// serves runs of any length: BENCH_USERS, BENCH_REQUESTS (of each user), BENCH_FILE (where the
// memory is written to).
#include <veriload/scenario.hpp>

#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

unsigned number_of(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? 0 : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

const unsigned requests_of_each = number_of("BENCH_REQUESTS");
unsigned users_left = number_of("BENCH_USERS");  // one worker thread: no lock

// The run ends as it does for a person who presses Ctrl-C.
void end_run() { ::kill(::getpid(), SIGINT); }

// What the process holds for itself, in kB: code and files that are mapped do not count.
void write_memory() {
  std::FILE* const status = std::fopen("/proc/self/status", "r");
  std::FILE* const out = std::fopen(std::getenv("BENCH_FILE"), "w");
  char line[256];
  while (std::fgets(line, sizeof line, status) != nullptr) {
    if (std::strncmp(line, "RssAnon:", 8) == 0) std::fputs(line + 8, out);
  }
  std::fclose(out);
  std::fclose(status);
}

}  // namespace

// One GET and one check per iteration.
class getter : public veriload::user {
 public:
  veriload::task<> get_and_check() {
    auto answer = co_await http().get("/").name("GET /");
    check(answer.status() == 200, "answered");
    if (++done_ == requests_of_each) {
      stop();
      if (--users_left == 0) end_run();
    }
  }

 private:
  unsigned done_ = 0;
};

// Sleeps with little state. The last one to arrive measures, in a task of its own: what that needs
// is not part of every user.
class sleeper : public veriload::user {
 public:
  veriload::task<> sleep_on() { return --users_left == 0 ? measure() : rest(); }

 private:
  veriload::task<> rest() { co_await sleep(3600); }

  veriload::task<> measure() {
    co_await sleep(0.2);
    write_memory();
    end_run();
    co_await sleep(3600);
  }
};

// The same behind one request, whose connection is kept.
class connected_sleeper : public sleeper {
 public:
  veriload::task<> get_and_sleep() {
    co_await get();
    co_await sleep_on();
  }

 private:
  veriload::task<> get() {
    auto answer = co_await http().get("/").name("GET /");
    check(answer.status() == 200, "answered");
  }
};

VERILOAD_SCENARIO(scenario) {
  scenario.user<getter>("Getter").task("get", &getter::get_and_check, 1);
  scenario.user<sleeper>("Sleeper").task("sleep", &sleeper::sleep_on, 1);
  scenario.user<connected_sleeper>("Connected").task("get", &connected_sleeper::get_and_sleep, 1);
}

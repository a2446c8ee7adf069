// Users of the end-to-end tests that behave: they call, wait, count and stop.
#include <veriload/scenario.hpp>

#include <cstdlib>
#include <string>

namespace {

// What the test says, or a text that is no URL.
std::string told(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "unset";
}

// Counts how often each part of a user's life came.
class counted_user : public veriload::user {
 public:
  veriload::task<> on_start() override {
    count("starts", 1, "users");
    co_return;
  }
  veriload::task<> on_stop() override {
    count("stops", 1, "users");
    co_return;
  }
};

class getter : public counted_user {
 public:
  veriload::task<> get() {
    count("tasks", 1, "tasks");
    auto page =
        co_await http().get("/get").name("GET /get").query("persona", persona().at("persona_id"));
    page.raise_for_status();
    co_await sleep(0.05);
  }
};

// One request per task and nothing else: one fault is one row of the report.
class caller : public veriload::user {
 public:
  veriload::task<> call() {
    auto page = co_await http().get("/call").name("GET /call");
    check(page.ok(), "answered well");
  }
};

class poster : public veriload::user {
 public:
  veriload::task<> post() {
    auto reply = co_await http().post("/call").name("POST /call").body("hello");
    check(reply.ok(), "answered well");
  }
};

// As the two above, of what the target answers.
class asker : public veriload::user {
 public:
  veriload::task<> ask() {
    auto page = co_await http().get("/get").name("GET /get");
    check(page.ok(), "answered well");
  }
};

class teller : public veriload::user {
 public:
  veriload::task<> tell() {
    auto reply = co_await http().post("/post").name("POST /post").body("hello");
    check(reply.ok(), "answered well");
  }
};

// The target takes 100 ms for each answer.
class slow : public veriload::user {
 public:
  veriload::task<> call() {
    auto page = co_await http().get("/delay/0.1").name("GET slow");
    page.raise_for_status();
  }
};

class leaver : public counted_user {
 public:
  veriload::task<> get() {
    count("tasks", 1, "tasks");
    auto page = co_await http().get("/get").name("GET /get");
    page.raise_for_status();
    stop();
  }
};

class sleeper : public counted_user {
 public:
  veriload::task<> nap() {
    auto page = co_await http().get("/get").name("GET /get");
    page.raise_for_status();
    count("tasks", 1, "tasks");
    co_await sleep(3600);
  }
};

class elsewhere : public veriload::user {
 public:
  veriload::task<> call() {
    auto page = co_await http().get(told("ELSEWHERE")).name("GET elsewhere");
    check(page.ok(), "answered well");
  }
};

class bearer : public veriload::user {
 public:
  veriload::task<> call() {
    auto page = co_await http().get(told("WHERE")).name("GET with a token").bearer(told("TOKEN"));
    page.raise_for_status();
  }
};

class logger : public veriload::user {
 public:
  veriload::task<> talk() {
    log_info("an information of the scenario", "key", "value");
    log_warning("a warning of the scenario", "number", "7");
    auto page = co_await http().get("/get").name("GET /get");
    page.raise_for_status();
  }
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<getter>("Getter").task("get", &getter::get);
  s.user<caller>("Caller").task("call", &caller::call);
  s.user<asker>("Asker").task("ask", &asker::ask);
  s.user<teller>("Teller").task("tell", &teller::tell);
  s.user<slow>("Slow").task("call", &slow::call);
  s.user<poster>("Poster").task("post", &poster::post);
  s.user<leaver>("Leaver").task("get", &leaver::get);
  s.user<sleeper>("Sleeper").task("nap", &sleeper::nap);
  s.user<elsewhere>("Elsewhere").task("call", &elsewhere::call);
  s.user<bearer>("Bearer").task("call", &bearer::call);
  s.user<logger>("Logger").task("talk", &logger::talk);
}

// Users that look around and send forms to httpbin. Change a line and run again: it is rebuilt by
// itself.
#include <veriload/scenario.hpp>

class httpbin_user : public veriload::user {
 public:
  // Once per user, before its first task.
  veriload::task<> on_start() override {
    auto profile =
        payload("name", "person.name", "email", "contact.email", "segment", "job.industry");
    auto reply = co_await http().post("/post").name("POST /post (sign up)").json(profile);
    reply.raise_for_status();
  }

  veriload::task<> browse() {
    auto page = co_await http().get("/get").name("GET /get").query("q", persona().at("job.title"));
    page.raise_for_status();
    check(!page.text().empty(), "the page has a body");
    co_await think();
  }

  veriload::task<> send_feedback() {
    visits_ += 1;
    auto note = veriload::json::of("from", persona().at("contact.email"), "visits", visits_);
    auto reply = co_await http().post("/post").name("POST /post (feedback)").json(note);
    reply.raise_for_status();
    co_await think();
  }

  veriload::task<> look_at_headers() {
    auto reply = co_await http()
                     .get("/headers")
                     .name("GET /headers")
                     .header("x-persona", persona().at("persona_id"));
    check(reply.status() == 200, "headers are answered");
    co_await think();
  }

 private:
  // Between 100 and 500 ms, from the user's own random numbers: the same in every run with this
  // seed.
  veriload::task<> think() { co_await sleep(uniform(0.1, 0.5)); }

  int visits_ = 0;  // state of one user is a plain member
};

VERILOAD_SCENARIO(s) {
  s.user<httpbin_user>("HttpbinUser")
      .task("browse", &httpbin_user::browse, 6)
      .task("send_feedback", &httpbin_user::send_feedback, 3)
      .task("look_at_headers", &httpbin_user::look_at_headers, 1);
}

// What a visitor does: registers once, then looks around and sometimes leaves a note.
#include <veriload/scenario.hpp>

#include <string>

namespace {

class visitor : public veriload::user {
 public:
  // Before the first task. When it fails, this user ends and another takes its place.
  veriload::task<> on_start() override {
    auto profile = payload("email", "contact.email", "name", "person.name");
    auto reply = co_await http().post("/auth/register").name("POST /auth/register").json(profile);
    reply.raise_for_status();
  }

  veriload::task<> look_around() {
    auto page = co_await http().get("/get").name("GET /get").query("q", "lamp");
    check(page.ok(), "the page is there");
    co_await sleep(uniform(0.2, 0.6));  // think time in seconds, repeatable from the seed
  }

  veriload::task<> leave_a_note() {
    auto note = veriload::json::of("text", "a lamp, please", "stars", 1 + random_below(5));
    auto reply = co_await http().post("/post").name("POST /post").json(note);
    reply.raise_for_status();
    count("notes", 1, "notes");
  }
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<visitor>("Visitor")
      .task("look around", &visitor::look_around, 3)
      .task("leave a note", &visitor::leave_a_note, 1);
}

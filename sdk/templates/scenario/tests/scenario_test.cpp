// The journey of one user against scripted answers, in virtual time.
#include <veriload/plugin.hpp>
#include <veriload/testing/live_user.hpp>
#include <veriload/testing/plugin_under_test.hpp>

#include <cstdio>
#include <exception>

extern "C" const vl_plugin_v1* veriload_plugin_v1_NEWIDENT(void) noexcept;

namespace {

using namespace veriload::testing;

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

void registers_and_looks_around() {
  fake_host host;
  host.persona = {{"contact.email", "ada@example.com"}, {"person.name", "Ada"}};
  scenario_under_test scenario(host, veriload_plugin_v1_NEWIDENT());
  live_user visitor(host, scenario.user_class("Visitor"));
  expect(visitor.on_start() == VL_OK, "on_start passes");
  expect(visitor.run("look around") == VL_OK, "looking around passes");
  expect(visitor.run("leave a note") == VL_OK, "leaving a note passes");
  expect(host.calls.seen.size() == 3, "three requests were made");
  expect(host.calls.seen.at(0).body.find("ada@example.com") != std::string::npos,
         "the persona's address is sent");
  expect(host.record.counters["notes notes"] == 1, "the note is counted");
  host.calls.close_all();
}

void a_refused_registration_ends_the_user() {
  fake_host host;
  host.persona = {{"contact.email", "ada@example.com"}, {"person.name", "Ada"}};
  scripted_reply taken;
  taken.code = 409;
  taken.flags |= VL_REPLY_FAILED;
  host.calls.replies = {taken};
  scenario_under_test scenario(host, veriload_plugin_v1_NEWIDENT());
  live_user visitor(host, scenario.user_class("Visitor"));
  expect(visitor.on_start() < 0, "on_start fails when the address is taken");
  host.calls.close_all();
}

}  // namespace

int main() {
  try {
    registers_and_looks_around();
    a_refused_registration_ends_the_user();
  } catch (const std::exception& e) {
    expect(false, e.what());
  }
  return failures == 0 ? 0 : 1;
}

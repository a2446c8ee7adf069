// Runs a plugin of today on hosts whose tables are as long as those of an older header, and on one
// whose log table ends before its last slot: VL_HAS must be asked. Ends with 1 and a line when not.
#include "tests/abi/table_sizes.h"

#include <dlfcn.h>

#include <veriload_abi.h>
#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/plugin_under_test.hpp>
#include <veriload/testing/watched_op.hpp>

#include <cstdio>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>

namespace {

using namespace veriload::testing;

void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

// A user's session and one call of it, over the protocol of the plugin.
void make_a_call(fake_host& host, const vl_plugin_v1* plugin) {
  protocol_under_test protocol(host, plugin);
  void* session = nullptr;
  watched_op op;
  op.start([&](vl_op* o) {
    return protocol.table().open(protocol.worker(), host.user.handle(), nullptr, &session, o);
  });
  host.run_until_idle();
  require(op.status() == VL_OK, "open ended with " + std::to_string(op.status()));
  vl_call call{};
  call.struct_size = sizeof call;
  call.verb = {"GET", 3};
  call.target = {"/", 1};
  vl_reply reply{};
  reply.struct_size = sizeof reply;
  op.start([&](vl_op* o) { return protocol.table().call(session, &call, &reply, o); });
  host.run_until_idle();
  require(op.status() == VL_OK && reply.code == 200, "the call gave " + std::to_string(reply.code));
  if (reply.release) reply.release(&reply);
  op.start([&](vl_op* o) { return protocol.table().close(session, o); });
  host.run_until_idle();
  require(op.status() == VL_OK && op.broken().empty(), "close: " + op.broken());
}

void expect_clean(const fake_host& host) {
  for (const std::string& complaint : host.complaints())
    throw std::runtime_error(complaint);
}

void run_on_older_host(const vl_plugin_v1* plugin) {
  fake_host host;
  host.set_minor(static_cast<std::uint16_t>(header_minor));
  for (unsigned i = 0; i < n_table_sizes; ++i)
    host.cut(table_sizes[i].id, static_cast<std::uint32_t>(table_sizes[i].size));
  host.record.log_level = VL_LOG_DEBUG;
  make_a_call(host, plugin);
  require(!host.record.log_lines.empty(), "the plugin did not use the log, which is whole");
  expect_clean(host);
}

void run_without_log_write(const vl_plugin_v1* plugin) {
  fake_host host;
  host.cut(VL_SVC_LOG, offsetof(vl_log_v1, write));
  host.record.log_level = VL_LOG_DEBUG;
  make_a_call(host, plugin);
  require(host.record.log_lines.empty(), "the plugin called a slot that the table has not");
  expect_clean(host);
}

// A slot that the plugin cannot do without: a polite refusal.
void refuse_without_post(const vl_plugin_v1* plugin) {
  fake_host host;
  host.cut(VL_SVC_LOOP, offsetof(vl_loop_v1, post));
  void* self = nullptr;
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status status = plugin->init(host.handle(), &self, &error);
  require(status < 0 && error.message[0] != '\0',
          "init answers " + std::to_string(status) + " without loop.post");
}

}  // namespace

int main(int, char** argv) {
  void* const library = ::dlopen(argv[1], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) return std::fprintf(stderr, "%s\n", ::dlerror()), 1;
  const auto entry = reinterpret_cast<const vl_plugin_v1* (*)()>(::dlsym(library, VL_ENTRY_SYMBOL));
  if (entry == nullptr) return std::fprintf(stderr, "%s: no entry\n", argv[1]), 1;
  try {
    require(entry()->abi_minor_min == 0, "the witness must need no minor");
    run_on_older_host(entry());
    run_without_log_write(entry());
    refuse_without_post(entry());
  } catch (const std::exception& e) {
    return std::fprintf(stderr, "host of minor %u: %s\n", header_minor, e.what()), 1;
  }
  return 0;
}

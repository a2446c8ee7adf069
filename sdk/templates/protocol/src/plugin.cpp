// The protocol "NEWNAME": sends a line over TCP and reads a line back. Put yours in its place.
//
// A call's target is the line to send. The answer's code is 1; an answer that starts with "ERR" is
// a failure, with code 2. The connection is kept for the user's next call.
#include <veriload/protocol.hpp>

#include <memory>
#include <string>

namespace NEWIDENT_plugin {

struct settings {
  std::string host = "127.0.0.1";
  std::uint32_t port = 7777;
  vl_ns timeout = 5'000'000'000;
  std::size_t most_bytes = 65536;  // of an answer
};

constexpr const char* reference =
    "Settings of the NEWNAME plugin. Optional.\n"
    "\n"
    "| key | value | default | unit | meaning |\n"
    "|---|---|---|---|---|\n"
    "| `NEWNAME.host` | a text | `127.0.0.1` |  | where the server is |\n"
    "| `NEWNAME.port` | an integer from 1 to 65535 | `7777` |  | its port |\n"
    "| `NEWNAME.timeout_seconds` | a number above 0 | `5` | s | connect, send and answer "
    "together |\n";

// Throws veriload::error that names the place of what is wrong. A key that is not known is an error
// too: a misspelt one would silently change what is measured.
settings read_settings(veriload::node_view section) {
  settings read;
  section.each([&](std::string_view key, veriload::node_view value) {
    if (key == "host") {
      read.host = value.text();
      if (read.host.empty()) value.refuse("NEWNAME.host is empty, expected a name or an address");
    } else if (key == "port") {
      const std::int64_t port = value.integer();
      if (port < 1 || port > 65535) {
        value.refuse("NEWNAME.port is " + std::to_string(port) + ", expected 1 to 65535");
      }
      read.port = static_cast<std::uint32_t>(port);
    } else if (key == "timeout_seconds") {
      read.timeout = value.seconds_above_0(read.timeout);
    } else {
      value.refuse("unknown key NEWNAME." + std::string(key) +
                   ", expected host, port or timeout_seconds");
    }
  });
  return read;
}

// The session of one user: one connection, one call at a time.
class session final : public veriload::protocol_session {
 public:
  session(const settings& chosen, const vl_loop_v1& loops, const vl_stream_v1& streams,
          vl_loop* loop)
      : protocol_session(loops, loop), chosen_(chosen), line_(loops, streams, loop) {}

  veriload::task<> call(const vl_call& request, veriload::protocol_reply& reply) override {
    const vl_ns deadline = now() + (request.timeout > 0 ? request.timeout : chosen_.timeout);
    std::string bytes(veriload::to_view(request.target));
    if (bytes.find_first_of("\r\n") != std::string::npos) {
      throw veriload::error("NEWNAME", "a line must not hold a line feed", VL_E_INVALID);
    }
    bytes += '\n';

    // What came unasked, or while nobody listened, belongs to no call: start afresh.
    if (line_.peer_ended() || line_.unread() > 0) line_.close();
    if (line_.is_open()) {
      reply.reused();
    } else {
      co_await line_.connect(chosen_.host, chosen_.port, deadline);
      reply.connected(line_.info());
    }
    const vl_stream_info before = line_.info();
    reply.sending(now());
    co_await line_.write(bytes, deadline);
    std::string answer = co_await line_.read_line(chosen_.most_bytes, deadline);
    reply.answered(now());
    const vl_stream_info after = line_.info();
    reply.transferred(after.bytes_out - before.bytes_out, after.bytes_in - before.bytes_in);

    const bool refused = answer.starts_with("ERR");
    reply.code(refused ? 2 : 1);
    if (refused) {
      reply.failed();
      reply.why(answer);
    }
    reply.body(std::move(answer));
  }

  void cancel() noexcept override { line_.cancel(); }

 private:
  const settings& chosen_;
  veriload::byte_stream line_;
};

class plugin {
 public:
  explicit plugin(veriload::host_services host)
      : loops_(host.get<vl_loop_v1>()),
        streams_(host.get<vl_stream_v1>()),
        trees_(host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr auto table = veriload::protocol_table<plugin>("NEWNAME", reference);
    return id == VL_COMP_PROTOCOL ? &table : nullptr;
  }
  const vl_config_v1& trees() const { return trees_; }

  void configure(veriload::node_view section, veriload::node_view) {
    chosen_ = read_settings(section);
  }

  std::unique_ptr<veriload::protocol_session> open(vl_loop* loop, vl_user*, veriload::node_view) {
    return std::make_unique<session>(chosen_, loops_, streams_, loop);
  }

 private:
  const vl_loop_v1& loops_;
  const vl_stream_v1& streams_;
  const vl_config_v1& trees_;
  settings chosen_;  // only read once loops run
};

using entry = veriload::plugin_entry<plugin>;

}  // namespace NEWIDENT_plugin

VERILOAD_PLUGIN(NEWIDENT, "example.NEWNAME", "0.1.0", "NONE", veriload::ids(VL_COMP_PROTOCOL),
                veriload::ids(VL_SVC_LOOP, VL_SVC_STREAM, VL_SVC_CONFIG), veriload::ids(),
                &NEWIDENT_plugin::entry::init, &NEWIDENT_plugin::entry::component,
                &NEWIDENT_plugin::entry::fini);

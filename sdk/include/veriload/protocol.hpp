// What speaks to a system under test. Flow: calls -> [protocol] -> session -> byte_stream.
#pragma once

#include "veriload/byte_stream.hpp"
#include "veriload/node_view.hpp"
#include "veriload/spawn.hpp"

#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The answer of one call under construction. The host measures by its instants. Valid until the
/// call ends. Thread: loop.
class protocol_reply {
 public:
  protocol_reply() noexcept = default;

  /// The call's code, in the protocol's own numbers; not 0 once there is an answer.
  void code(std::int32_t value) noexcept { reply_->code = value; }
  /// The answer counts as a failure.
  void failed() noexcept { reply_->flags |= VL_REPLY_FAILED; }
  /// No new connection was needed; else how long its phases took.
  void reused() noexcept { reply_->flags |= VL_REPLY_REUSED; }
  void connected(const vl_stream_info& by) noexcept {
    reply_->dns = by.dns;
    reply_->connect = by.connect;
    reply_->tls = by.tls;
  }
  /// The first byte leaves now; the first byte of the answer is there.
  void sending(vl_ns now) noexcept { reply_->sent = now; }
  void answered(vl_ns now) noexcept { reply_->first_byte = now; }
  void transferred(std::uint64_t out, std::uint64_t in) noexcept {
    reply_->bytes_out = out;
    reply_->bytes_in = in;
  }
  /// Kept until the host is done with the reply.
  void body(std::string bytes) {
    kept& by = keep();
    by.body = std::move(bytes);
    reply_->body = to_bytes(by.body);
  }
  /// Why it failed, in words.
  void why(std::string_view reason) {
    kept& by = keep();
    by.error = reason;
    reply_->error = to_str(by.error);
  }

 private:
  friend class protocol_session;
  struct kept {
    std::string body;
    std::string error;
  };

  explicit protocol_reply(vl_reply* to) noexcept : reply_(to) {}

  kept& keep() {
    if (reply_->owner == nullptr) {
      reply_->owner = new kept;
      reply_->release = &release;
    }
    return *static_cast<kept*>(reply_->owner);
  }
  static void release(vl_reply* reply) noexcept {
    delete static_cast<kept*>(std::exchange(reply->owner, nullptr));
  }

  vl_reply* reply_ = nullptr;
};

/// The session of one user: one call at a time. Derive from it. Thread: loop.
class protocol_session {
 public:
  protocol_session(const vl_loop_v1& loops, vl_loop* loop) noexcept : loops_(&loops), loop_(loop) {}
  protocol_session(const protocol_session&) = delete;
  protocol_session& operator=(const protocol_session&) = delete;
  virtual ~protocol_session() = default;

  /// Makes one call and fills the reply. `request` and its views live until it ends. What it throws
  /// is the call's failure, in words in the reply; `error::status` is its class.
  virtual task<> call(const vl_call& request, protocol_reply& reply) = 0;

  /// Has the running call end soon: what it awaits throws `canceled`.
  virtual void cancel() noexcept = 0;

  vl_ns now() const noexcept { return loops_->now(loop_); }

 private:
  template <class Self>
  friend constexpr vl_protocol_v1 protocol_table(const char* name, const char* reference);

  vl_status start(const vl_call& request, vl_reply& reply, vl_op* op) noexcept {
    if (slot_.busy()) return VL_E_MISUSE;
    reply_ = protocol_reply(&reply);
    op_ = op;
    return spawn(slot_, op, &tell, this, [this, &request] { return run(request); });
  }
  vl_status ask_to_end(const vl_op* op) noexcept {
    if (!slot_.busy() || op != op_) return VL_E_INVALID;
    return cancel(), VL_OK;
  }

  task<> run(const vl_call& request) {
    co_await call(request, reply_);
    reply_.reply_->done = now();
  }
  static void tell(void* arg, vl_status, std::string_view kind, std::string_view message) {
    auto* self = static_cast<protocol_session*>(arg);
    self->reply_.reply_->done = self->now();
    guard(nullptr, [&] { self->reply_.why(message.empty() ? kind : message); });
  }

  const vl_loop_v1* loops_;
  vl_loop* loop_;
  task_slot slot_;
  protocol_reply reply_;
  vl_op* op_ = nullptr;
};

/// The table of a protocol whose plugin class `Self` has
///
///     void configure(veriload::node_view section, veriload::node_view root);       // [main]
///     std::unique_ptr<veriload::protocol_session>
///         open(vl_loop* loop, vl_user* user, veriload::node_view config);           // [loop]
///     const vl_config_v1& trees() const;  // the host's veriload.config/1
///
/// `configure` sees the protocol's section of the configuration (or nothing) and the whole; a wrong
/// key is refused with `node_view::refuse`. `open` is called on several loops at once: the plugin
/// object is read-only by then. `name` is the word scenarios ask for; `reference` is what `veriload
/// config reference` prints. Both have static lifetime.
template <class Self>
constexpr vl_protocol_v1 protocol_table(const char* name, const char* reference) {
  struct worker {
    Self* plugin;
    vl_loop* loop;
  };
  struct entry {
    static vl_status configure(void* self, const vl_node* section, const vl_node* root,
                               vl_error* error) noexcept {
      return guard(error, [&] {
        auto* plugin = static_cast<Self*>(self);
        plugin->configure(node_view(plugin->trees(), section), node_view(plugin->trees(), root));
      });
    }
    static vl_status worker_open(void* self, vl_loop* loop, void** out, vl_error* error) noexcept {
      return guard(error, [&] { *out = new worker{static_cast<Self*>(self), loop}; });
    }
    static void worker_close(void* of) noexcept {
      drain_frame_pool();
      delete static_cast<worker*>(of);
    }
    static vl_status open(void* of, vl_user* user, const vl_node* config, void** out,
                          vl_op*) noexcept {
      return guard(nullptr, [&] {
        const auto* at = static_cast<const worker*>(of);
        std::unique_ptr<protocol_session> made =
            at->plugin->open(at->loop, user, node_view(at->plugin->trees(), config));
        *out = made.release();
      });
    }
    static vl_status call(void* of, const vl_call* request, vl_reply* reply, vl_op* op) noexcept {
      return static_cast<protocol_session*>(of)->start(*request, *reply, op);
    }
    static vl_status cancel(void* of, vl_op* op) noexcept {
      return static_cast<protocol_session*>(of)->ask_to_end(op);
    }
    static vl_status close(void* of, vl_op*) noexcept {
      auto* session = static_cast<protocol_session*>(of);
      if (session->slot_.busy()) return VL_E_MISUSE;  // its call was to end before
      delete session;
      return VL_OK;
    }
    static const void* typed(void*, const char*) noexcept { return nullptr; }
  };
  return {sizeof(vl_protocol_v1),
          0,
          name,
          &entry::configure,
          &entry::worker_open,
          &entry::worker_close,
          &entry::open,
          &entry::call,
          &entry::cancel,
          &entry::close,
          &entry::typed,
          reference};
}

}  // namespace v1
}  // namespace veriload

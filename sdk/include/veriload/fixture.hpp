// What creates and removes rows of one kind of resource. Flow: host -> [fixture] -> resource.
#pragma once

#include "veriload/fixture_call.hpp"
#include "veriload/fixture_request.hpp"
#include "veriload/fixture_value.hpp"
#include "veriload/model_field.hpp"
#include "veriload/node_view.hpp"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {

/// A connection to the resource, of one loop. Derive from it. Several calls may be under way at
/// once. What a call throws is its failure: its text goes to the host's report, `error::status` is
/// its class. A call that is asked to end (`fixture_request::stop`) throws `canceled`. Thread:
/// loop.
///
/// The host writes down what a call is about before it begins and the identity of the row after it.
/// An identity is read again in another process, so it stands for itself: keys of kind BOOL, INT,
/// STR, BLOB or TIME, and no secret.
class fixture_connection {
 public:
  fixture_connection() = default;
  fixture_connection(const fixture_connection&) = delete;
  fixture_connection& operator=(const fixture_connection&) = delete;
  virtual ~fixture_connection() = default;

  /// Gives every field of the request's model to `fields`.
  virtual task<> describe(fixture_request of, field_list fields) = 0;

  /// Creates one row from the request's values; what is not named is the resource's to fill. Leaves
  /// the request's marker in the row where there is a place for it. A row that is there already is
  /// a failure. Throws `row_refused` when it is certain that there is no new row.
  virtual task<fixture_row> create(fixture_request wanted) = 0;

  /// Removes the row whose identity the request has; false when it was gone already.
  virtual task<bool> remove(fixture_request row) = 0;

  /// Whether the row whose identity the request has is there.
  virtual task<bool> exists(fixture_request row) = 0;

  /// Gives every row with the request's marker to `rows`: with a key the row of that key, without
  /// one all of the run (and persona, when there is one). Leave it out when the resource has no
  /// place for a marker.
  virtual task<> find(fixture_request of, row_list rows);

  /// Creates rows of one model, all or none, in the order of the requests. Left out, the host
  /// creates one by one.
  virtual task<std::vector<fixture_row>> create_many(std::vector<fixture_request> wanted);

 private:
  friend class fixture_door;

  fixture_call::home calls_;
};

/// From the host's table to a connection.
class fixture_door {
 public:
  static fixture_connection& of(void* connection) noexcept {
    return *static_cast<fixture_connection*>(connection);
  }
  static fixture_call::home& calls(void* connection) noexcept { return of(connection).calls_; }

  /// Starts the work that `make(connection, stop)` gives.
  template <class Make>
  static vl_status start(void* connection, const vl_fixture_call* call, vl_op* op, bool creates,
                         Make&& make) noexcept {
    vl_error* const error = VL_HAS(call, vl_fixture_call, error) ? call->error : nullptr;
    return fixture_call::start(calls(connection), op, error, creates,
                               [&](call_stop& stop) { return make(of(connection), stop); });
  }
};

inline task<> fixture_connection::find(fixture_request, row_list) {
  throw error("fixture", "rows cannot be searched for", VL_E_UNSUPPORTED);
  co_return;
}
inline task<std::vector<fixture_row>> fixture_connection::create_many(
    std::vector<fixture_request>) {
  throw error("fixture", "rows are created one by one", VL_E_UNSUPPORTED);
  co_return std::vector<fixture_row>();
}

/// How a connection is opened. Valid in `connect` only.
class fixture_site {
 public:
  fixture_site(const vl_config_v1& trees, const vl_fixture_open& how) noexcept
      : trees_(&trees), how_(&how) {}

  vl_loop* loop() const noexcept { return how_->loop; }
  /// Nobody's user, to speak through a protocol with; lives until the connection is closed.
  vl_user* user() const noexcept { return how_->user; }
  /// What the configuration says of this connection, or nothing.
  node_view config() const noexcept { return node_view(*trees_, how_->config); }

 private:
  const vl_config_v1* trees_;
  const vl_fixture_open* how_;
};

/// The table of a fixture whose plugin class `Self` has
///
///     std::unique_ptr<veriload::fixture_connection> connect(veriload::fixture_site at);  // [loop]
///     const veriload::host_services& host() const;             // from the constructor
///     void check(veriload::node_view config) const;            // [main] may be left out
///
/// The plugin needs veriload.loop/1 and veriload.config/1. `connect` is called on several loops at
/// once and connects nothing yet: that takes time and belongs to the first call. `check` refuses a
/// wrong setting before a run. `name` and `reference`, the table of settings in Markdown, have
/// static lifetime.
template <class Self>
constexpr vl_fixture_v1 fixture_table(const char* name, const char* reference = nullptr) {
  struct entry {
    using door = fixture_door;
    static vl_status open(void* self, const vl_fixture_open* how, void** out, vl_op*) noexcept {
      if (!VL_HAS(how, vl_fixture_open, error)) return VL_E_INVALID;
      return guard(how->error, [&] {
        auto* plugin = static_cast<Self*>(self);
        const host_services& host = plugin->host();
        std::unique_ptr<fixture_connection> made =
            plugin->connect(fixture_site(host.get<vl_config_v1>(), *how));
        door::calls(made.get()) = {host.handle(), &host.get<vl_loop_v1>(), how->loop, nullptr};
        *out = made.release();
      });
    }
    static vl_status close(void* connection, vl_op*) noexcept {
      if (door::calls(connection).newest != nullptr) return VL_E_MISUSE;  // they were to end before
      delete &door::of(connection);
      drain_frame_pool();
      return VL_OK;
    }

    static task<std::uint64_t> described(fixture_connection& on, fixture_request request,
                                         field_list fields) {
      co_await on.describe(std::move(request), fields);
      co_return 0;
    }
    static task<std::uint64_t> created(fixture_connection& on, fixture_request request,
                                       vl_record* out) {
      fixture_row row = co_await on.create(std::move(request));
      std::move(row).give(*out);
      co_return 0;
    }
    static task<std::uint64_t> counted(task<bool> work) {
      const bool yes = co_await std::move(work);
      co_return yes ? 1 : 0;
    }
    static task<std::uint64_t> found(fixture_connection& on, fixture_request request,
                                     const vl_record_sink* sink) {
      if (request.run_id().empty()) throw error("fixture", "find needs a run_id", VL_E_INVALID);
      std::uint64_t count = 0;
      co_await on.find(std::move(request), row_list(*sink, count));
      co_return count;
    }
    static task<std::uint64_t> created_many(fixture_connection& on,
                                            std::vector<fixture_request> requests,
                                            record_array out) {
      const std::size_t wanted = requests.size();
      std::vector<fixture_row> rows = co_await on.create_many(std::move(requests));
      if (rows.size() != wanted) {
        throw error("fixture", joined({"create_many gave ", std::to_string(rows.size()),
                                       " rows, expected ", std::to_string(wanted)}));
      }
      out.take(std::move(rows));
      co_return 0;
    }

    static vl_status describe(void* connection, const vl_fixture_call* call,
                              const vl_field_sink* sink, vl_op* op) noexcept {
      return door::start(connection, call, op, false, [&](fixture_connection& on, call_stop& stop) {
        return described(on, fixture_request(*call, stop), field_list(*sink));
      });
    }
    static vl_status create(void* connection, const vl_fixture_call* call, vl_record* out,
                            vl_op* op) noexcept {
      return door::start(connection, call, op, true, [&](fixture_connection& on, call_stop& stop) {
        return created(on, fixture_request(*call, stop), out);
      });
    }
    static vl_status remove(void* connection, const vl_fixture_call* call, vl_op* op) noexcept {
      return door::start(connection, call, op, false, [&](fixture_connection& on, call_stop& stop) {
        return counted(on.remove(fixture_request(*call, stop)));
      });
    }
    static vl_status exists(void* connection, const vl_fixture_call* call, vl_op* op) noexcept {
      return door::start(connection, call, op, false, [&](fixture_connection& on, call_stop& stop) {
        return counted(on.exists(fixture_request(*call, stop)));
      });
    }
    static vl_status find(void* connection, const vl_fixture_call* call, const vl_record_sink* sink,
                          vl_op* op) noexcept {
      return door::start(connection, call, op, false, [&](fixture_connection& on, call_stop& stop) {
        return found(on, fixture_request(*call, stop), sink);
      });
    }
    static vl_status create_many(void* connection, const void* calls, std::uint32_t n,
                                 std::uint32_t stride, void* out, std::uint32_t out_stride,
                                 vl_op* op) noexcept {
      if (n == 0) return VL_E_INVALID;
      const auto* const first = static_cast<const vl_fixture_call*>(calls);
      return door::start(connection, first, op, true, [&](fixture_connection& on, call_stop& stop) {
        std::vector<fixture_request> requests;
        requests.reserve(n);
        for (std::uint32_t i = 0; i < n; ++i) {
          const auto* const at = static_cast<const char*>(calls) + std::size_t{i} * stride;
          requests.emplace_back(*static_cast<const vl_fixture_call*>(static_cast<const void*>(at)),
                                stop);
        }
        return created_many(on, std::move(requests), record_array(out, out_stride));
      });
    }
    static vl_status cancel(void* connection, vl_op* op) noexcept {
      return door::calls(connection).cancel(op);
    }
    static vl_status check(void* self, const vl_node* config, vl_error* error) noexcept {
      return guard(error, [&] {
        auto* plugin = static_cast<Self*>(self);
        if constexpr (requires(node_view view) { plugin->check(view); }) {
          plugin->check(node_view(plugin->host().template get<vl_config_v1>(), config));
        }
      });
    }
  };
  return {sizeof(vl_fixture_v1),
          0,
          name,
          &entry::open,
          &entry::close,
          &entry::describe,
          &entry::create,
          &entry::remove,
          &entry::exists,
          &entry::cancel,
          &entry::find,
          &entry::create_many,
          &entry::check,
          reference};
}

}  // namespace v1
}  // namespace veriload

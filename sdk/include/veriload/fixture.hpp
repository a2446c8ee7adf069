// What creates and removes rows of one kind of resource. Flow: host -> [fixture] -> resource.
#pragma once

#include "veriload/fixture_value.hpp"
#include "veriload/node_view.hpp"
#include "veriload/spawn.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace veriload {
inline namespace v1 {

/// A connection to the resource, of one loop. Derive from it. Several calls may be under way at
/// once. What a call throws is its failure; the reason goes to the log, `error::status` to the
/// host. Thread: loop.
class fixture_connection {
 public:
  fixture_connection() = default;
  fixture_connection(const fixture_connection&) = delete;
  fixture_connection& operator=(const fixture_connection&) = delete;
  virtual ~fixture_connection() = default;

  /// Gives every field of a model to `fields`.
  virtual task<> describe(std::string model, field_list fields) = 0;

  /// Creates one row from named values; what is not named is the resource's to fill.
  virtual task<fixture_row> create(std::string model, field_values values) = 0;

  /// Removes the row with that identity; false when it was gone already.
  virtual task<bool> remove(std::string model, field_values identity) = 0;

  /// Whether a row with that identity is there.
  virtual task<bool> exists(std::string model, field_values identity) = 0;

 private:
  friend class fixture_call;
  template <class Self>
  friend constexpr vl_fixture_v1 fixture_table(const char* name);

  const vl_host* host_ = nullptr;
  const vl_loop_v1* loops_ = nullptr;
  vl_loop* loop_ = nullptr;
  std::uint32_t under_way_ = 0;
};

/// One call under way: it completes the host's op with a value, from the top level of the loop.
class fixture_call final : private task_listener, private vl_op {
 public:
  /// Starts the work that `make()` gives, a task<uint64_t>. As every start function.
  template <class Make>
  static vl_status start(fixture_connection& on, vl_op* op, Make&& make) noexcept {
    std::unique_ptr<fixture_call> made;
    bool ended = false;
    std::exception_ptr failure = failure_of([&] {
      made.reset(new fixture_call(on, op));
      made->work_ = make();
      ended = made->work_.start();
    });
    if (!failure && ended) failure = made->work_.failure();
    if (failure) return tell(on, failure);
    if (!ended) {
      made->work_.continue_with(made.get());
    } else {
      // A start function cannot return a value: it comes with a completion.
      const vl_status posted = on.loops_->post(on.loop_, made.get());
      if (posted != VL_PENDING) return posted;
    }
    ++on.under_way_;
    static_cast<void>(made.release());  // the completion deletes it
    return VL_PENDING;
  }

 private:
  fixture_call(fixture_connection& on, vl_op* op) noexcept
      : task_listener{&over}, vl_op{&posted, this, {}}, on_(&on), host_op_(op) {}

  static void over(task_listener* listener) noexcept {
    static_cast<fixture_call*>(listener)->finish();
  }
  static void posted(vl_op* op, vl_result) noexcept { static_cast<fixture_call*>(op)->finish(); }

  void finish() noexcept {
    vl_result result{VL_OK, 0, 0};
    if (const std::exception_ptr failure = work_.failure()) {
      result.status = tell(*on_, failure);
    } else {
      result.value = work_.take();
    }
    vl_op* const op = host_op_;
    --on_->under_way_;
    delete this;
    op->complete(op, result);  // last: the connection may be closed in it
  }

  static vl_status tell(const fixture_connection& on, const std::exception_ptr& failure) noexcept {
    vl_status outcome = VL_E_EXCEPTION;
    tell_exception(failure, [&](vl_status status, std::string_view, std::string_view message) {
      outcome = status;
      const vl_log_v1* log = find_service<vl_log_v1>(on.host_);
      if (log != nullptr) log->write(on.host_, VL_LOG_WARNING, to_str(message), nullptr, 0);
    });
    return outcome;
  }

  fixture_connection* on_;
  vl_op* host_op_;
  task<std::uint64_t> work_;
};

/// The table of a fixture whose plugin class `Self` has
///
///     std::unique_ptr<veriload::fixture_connection>
///         connect(vl_loop* loop, veriload::node_view config);  // [loop]
///     const veriload::host_services& host() const;             // from the constructor
///
/// The plugin needs veriload.loop/1 and veriload.config/1. `connect` is called on several loops at
/// once. `name` has static lifetime.
template <class Self>
constexpr vl_fixture_v1 fixture_table(const char* name) {
  struct entry {
    static fixture_connection& of(void* connection) noexcept {
      return *static_cast<fixture_connection*>(connection);
    }
    static vl_status open(void* self, vl_loop* loop, const vl_node* config, void** out,
                          vl_op*) noexcept {
      return guard(nullptr, [&] {
        auto* plugin = static_cast<Self*>(self);
        const host_services& host = plugin->host();
        std::unique_ptr<fixture_connection> made =
            plugin->connect(loop, node_view(host.get<vl_config_v1>(), config));
        made->host_ = host.handle();
        made->loops_ = &host.get<vl_loop_v1>();
        made->loop_ = loop;
        *out = made.release();
      });
    }
    static vl_status close(void* connection, vl_op*) noexcept {
      if (of(connection).under_way_ > 0) return VL_E_MISUSE;  // its calls were to end before
      delete &of(connection);
      drain_frame_pool();
      return VL_OK;
    }

    static task<std::uint64_t> described(fixture_connection& on, std::string model,
                                         field_list fields) {
      co_await on.describe(std::move(model), fields);
      co_return 0;
    }
    static task<std::uint64_t> created(fixture_connection& on, std::string model,
                                       field_values values, vl_record* out) {
      fixture_row row = co_await on.create(std::move(model), std::move(values));
      std::move(row).give(*out);
      co_return 0;
    }
    static task<std::uint64_t> counted(task<bool> work) {
      const bool yes = co_await std::move(work);
      co_return yes ? 1 : 0;
    }

    static vl_status describe(void* connection, vl_str model, const vl_field_sink* sink,
                              vl_op* op) noexcept {
      return fixture_call::start(of(connection), op, [&] {
        return described(of(connection), std::string(to_view(model)), field_list(*sink));
      });
    }
    static vl_status create(void* connection, vl_str model, const void* values, std::uint32_t n,
                            std::uint32_t stride, vl_record* out, vl_op* op) noexcept {
      return fixture_call::start(of(connection), op, [&] {
        return created(of(connection), std::string(to_view(model)), copy_values(values, n, stride),
                       out);
      });
    }
    static vl_status remove(void* connection, vl_str model, const void* identity, std::uint32_t n,
                            std::uint32_t stride, vl_op* op) noexcept {
      return fixture_call::start(of(connection), op, [&] {
        return counted(
            of(connection).remove(std::string(to_view(model)), copy_values(identity, n, stride)));
      });
    }
    static vl_status exists(void* connection, vl_str model, const void* identity, std::uint32_t n,
                            std::uint32_t stride, vl_op* op) noexcept {
      return fixture_call::start(of(connection), op, [&] {
        return counted(
            of(connection).exists(std::string(to_view(model)), copy_values(identity, n, stride)));
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
          &entry::exists};
}

}  // namespace v1
}  // namespace veriload

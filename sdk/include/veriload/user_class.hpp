// A user class as the host drives it. Flow: schedule -> [user_class] -> user.
#pragma once

#include "veriload/guard.hpp"
#include "veriload/spawn.hpp"
#include "veriload/user.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace veriload {
inline namespace v1 {

/// A declared user class: names, weights, and the functions that the host calls. Lives as long as
/// the plugin.
class user_class_base {
 public:
  user_class_base(std::string_view name, const scenario_context& context)
      : name_(name), context_(&context) {}
  user_class_base(const user_class_base&) = delete;
  user_class_base& operator=(const user_class_base&) = delete;
  virtual ~user_class_base() = default;

  const std::string& name() const noexcept { return name_; }

  /// The class as the ABI describes it. The tasks are complete by now. [main]
  [[gnu::cold]] const vl_user_class* describe() {
    tasks_.clear();
    for (const entry& e : entries_) {
      tasks_.push_back(vl_task{sizeof(vl_task), e.weight, to_str(e.name)});
    }
    described_ = vl_user_class{sizeof(vl_user_class),
                               static_cast<std::uint32_t>(tasks_.size()),
                               to_str(name_),
                               tasks_.data(),
                               this,
                               sizeof(vl_task),
                               0,
                               &create,
                               &on_start,
                               &run,
                               &on_stop,
                               &destroy};
    return &described_;
  }

 protected:
  /// Checks a task and keeps its name. Throws `error` of kind "scenario".
  [[gnu::cold]] void add_entry(std::string_view task_name, long long weight) {
    const auto refuse = [&](std::string_view why) {
      throw error("scenario", joined({"task \"", task_name, "\" of \"", name_, "\": ", why}),
                  VL_E_CONFIG);
    };
    if (task_name.empty()) refuse("the name is empty");
    if (weight < 1) refuse(joined({"weight must be above 0, is ", std::to_string(weight)}));
    if (weight > UINT32_MAX) {
      refuse(joined({"weight must be below 2^32, is ", std::to_string(weight)}));
    }
    for (const entry& e : entries_) {
      if (e.name == task_name) refuse("named twice");
    }
    entries_.emplace_back(task_name, static_cast<std::uint32_t>(weight));
  }

 private:
  struct entry {
    entry(std::string_view task_name, std::uint32_t share) : name(task_name), weight(share) {}
    std::string name;
    std::uint32_t weight;
  };

  virtual user* make() const = 0;
  virtual task<> start_task(user& on, std::uint32_t index) const = 0;

  static vl_status create(void* self, vl_user* handle, void** state, vl_error* error) noexcept {
    return guard(error, [&] {
      const auto* known = static_cast<const user_class_base*>(self);
      const user_birth birth{handle, known->context_};
      struct scope {
        explicit scope(const user_birth& of) noexcept { this_thread_birth = &of; }
        ~scope() { this_thread_birth = nullptr; }
      } const around(birth);
      user* made = known->make();
      made->class_ = known;
      *state = made;
    });
  }

  static void tell_failure(void* self, vl_status, std::string_view kind, std::string_view message) {
    const auto* failed = static_cast<const user*>(self);
    failed->users().fail(failed->handle(), to_str(kind), to_str(message));
  }

  static vl_status on_start(void* state, vl_op* op) noexcept {
    auto* self = static_cast<user*>(state);
    return spawn(self->slot_, op, &tell_failure, self, [self] { return self->on_start(); });
  }

  static vl_status run(void* state, std::uint32_t index, vl_op* op) noexcept {
    auto* self = static_cast<user*>(state);
    if (index >= self->class_->described_.n_tasks) return VL_E_INVALID;
    return spawn(self->slot_, op, &tell_failure, self,
                 [self, index] { return self->class_->start_task(*self, index); });
  }

  static vl_status on_stop(void* state, vl_op* op) noexcept {
    auto* self = static_cast<user*>(state);
    return spawn(self->slot_, op, &tell_failure, self, [self] { return self->on_stop(); });
  }

  static void destroy(void* state) noexcept { delete static_cast<user*>(state); }

  std::string name_;
  const scenario_context* context_;
  std::vector<entry> entries_;
  std::vector<vl_task> tasks_;
  vl_user_class described_{};
};

/// A user class whose objects are `User`. What `scenario::user` gives, to add tasks to.
template <class User>
class user_class final : public user_class_base {
  static_assert(std::is_base_of_v<user, User>, "a user class derives from veriload::user");

 public:
  using user_class_base::user_class_base;

  /// Adds a task that is chosen with probability weight / sum of weights. Throws `error` for a
  /// weight below 1 or a name that is there already.
  user_class& task(std::string_view task_name, veriload::task<> (User::*body)(),
                   long long weight = 1) {
    add_entry(task_name, weight);
    bodies_.push_back(body);
    return *this;
  }

 private:
  user* make() const override { return new User; }
  veriload::task<> start_task(user& on, std::uint32_t index) const override {
    return (static_cast<User&>(on).*bodies_[index])();
  }

  std::vector<veriload::task<> (User::*)()> bodies_;
};

}  // namespace v1
}  // namespace veriload

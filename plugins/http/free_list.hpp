// Objects that are used again instead of freed, so that a steady run allocates nothing. Flow:
// worker -> [free_list].
#pragma once

#include <utility>

namespace veriload::http_plugin {

/// Keeps objects linked by their member `next`. Used objects keep their inner memory. Thread: one.
template <class T>
class free_list {
 public:
  free_list() = default;
  free_list(const free_list&) = delete;
  free_list& operator=(const free_list&) = delete;
  ~free_list() {
    while (first_ != nullptr)
      delete std::exchange(first_, first_->next);
  }

  /// An object in whatever state it was given back, or a new one. Owned by the caller until give().
  T* take() { return first_ != nullptr ? std::exchange(first_, first_->next) : new T; }

  void give(T* object) noexcept {
    object->next = first_;
    first_ = object;
  }

 private:
  T* first_ = nullptr;
};

}  // namespace veriload::http_plugin

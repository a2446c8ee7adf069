// Makes the memory of one library run out on request. Flow: rule X01 -> [failing allocator] ->
// plugin.
#pragma once

namespace veriload::plugin_check {

/// Stands between one mapped library and malloc, calloc, realloc, the operators new, and what
/// std::string allocates in libstdc++: the entries of the library's own import table are replaced,
/// so nobody else in the process notices. Allocations that its other libraries make for it are not
/// seen. Thread: any; the count is one for all.
class failing_allocator {
 public:
  /// Takes the imports of a library (a handle of dlopen). One library per process.
  static failing_allocator& in(void* library);

  /// From now on the allocation with that number (from 0) fails: a null pointer, or std::bad_alloc.
  /// -1 = none.
  void fail_at(long number) noexcept;

  /// Whether the allocation to fail was reached.
  bool failed() const noexcept;

 private:
  failing_allocator() = default;
};

}  // namespace veriload::plugin_check

// Where coroutine frames come from: free lists of this thread. Flow: task -> [frame_pool].
#pragma once

#include <cstddef>
#include <new>

namespace veriload {
inline namespace v1 {

/// Free frames of one thread, one list per size. Plain data without a destructor: a thread of the
/// host may end after the library's statics, so the lists are emptied by `drain_frame_pool` and by
/// nothing else.
struct frame_pool {
  static constexpr std::size_t step = 16;  ///< bytes between two sizes
  static constexpr std::size_t classes = 128;
  static constexpr std::size_t largest = (classes - 1) * step + step / 2;  ///< longer: operator new

  /// The list of frames of `size` bytes, at most `largest`, and the bytes that each of them has.
  /// Allocators hand out multiples of 16 and keep 8 of them for themselves.
  static constexpr std::size_t index_of(std::size_t size) noexcept {
    return (size + step / 2 - 1) / step;
  }
  static constexpr std::size_t bytes_of(std::size_t index) noexcept {
    return index * step + step / 2;
  }

  struct free_frame {
    free_frame* next;
  };
  free_frame* lists[classes];
};

inline thread_local constinit frame_pool this_thread_frames{};

/// Memory for a frame of `size` bytes, aligned as by operator new. Throws std::bad_alloc.
inline void* allocate_frame(std::size_t size) {
  if (size > frame_pool::largest) return ::operator new(size);
  const std::size_t index = frame_pool::index_of(size);
  frame_pool::free_frame*& list = this_thread_frames.lists[index];
  if (list == nullptr) return ::operator new(frame_pool::bytes_of(index));
  frame_pool::free_frame* frame = list;
  list = frame->next;
  return frame;
}

/// Gives a frame of `size` bytes back to the calling thread's list.
inline void free_frame(void* frame, std::size_t size) noexcept {
  if (size > frame_pool::largest) return ::operator delete(frame);
  frame_pool::free_frame*& list = this_thread_frames.lists[frame_pool::index_of(size)];
  list = ::new (frame) frame_pool::free_frame{list};
}

/// Returns all free frames of the calling thread to the system. Called when a worker closes.
inline void drain_frame_pool() noexcept {
  for (frame_pool::free_frame*& list : this_thread_frames.lists) {
    while (list != nullptr) {
      frame_pool::free_frame* next = list->next;
      ::operator delete(list);
      list = next;
    }
  }
}

}  // namespace v1
}  // namespace veriload

// A pooled frame hides use after free from the address sanitizer: there each frame is allocated by
// itself.
#if defined(__SANITIZE_ADDRESS__)
#define VERILOAD_POOLED_FRAMES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VERILOAD_POOLED_FRAMES 0
#endif
#endif
#ifndef VERILOAD_POOLED_FRAMES
#define VERILOAD_POOLED_FRAMES 1
#endif

// The two system calls of a request. Flow: stream -> [socket calls] -> kernel.
#pragma once

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstddef>

namespace veriload::loop {

// send() and recv() of the C library are points at which a thread may be cancelled: in a process
// with threads each makes two locked operations around the call. Nobody cancels a loop's thread.
// The sanitizers watch the functions by their names.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define VL_WATCHED_SOCKETS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define VL_WATCHED_SOCKETS
#endif
#endif

#ifdef VL_WATCHED_SOCKETS

inline ssize_t send_bytes(int socket, const void* bytes, std::size_t size, int flags) noexcept {
  return ::send(socket, bytes, size, flags);
}
inline ssize_t receive_bytes(int socket, void* room, std::size_t size, int flags) noexcept {
  return ::recv(socket, room, size, flags);
}

#else

/// As ::send.
inline ssize_t send_bytes(int socket, const void* bytes, std::size_t size, int flags) noexcept {
  return ::syscall(SYS_sendto, socket, bytes, size, flags, nullptr, 0L);
}

/// As ::recv.
inline ssize_t receive_bytes(int socket, void* room, std::size_t size, int flags) noexcept {
  return ::syscall(SYS_recvfrom, socket, room, size, flags, nullptr, nullptr);
}

#endif

}  // namespace veriload::loop

// The body of a request that is sent in parts, from memory and from files. Flow: call -> [upload]
// -> connection.
#pragma once

#include "plugins/http/failure.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin {

/// Files are opened and their sizes taken when the call starts, so that the length can be told
/// before the first byte; a file that is shorter by the time it is read fails the call.
///
/// They are read in pieces of 64 KiB. What lies in the page cache is copied at once (preadv2 with
/// RWF_NOWAIT, some microseconds): a load test sends the same few files over and over, and a trip
/// to another thread would cost more than the copy. Only what the disk has to bring goes to a pool
/// thread, since a loop never waits for one.
///
/// Thread: the loop; read() on a pool thread while nothing else is called.
class upload {
 public:
  static constexpr std::size_t piece_bytes = 65536;

  enum class step : std::uint8_t {
    part,    ///< bytes to send, valid until the next call
    read,    ///< give work() to the offload pool; then go on with next()
    end,     ///< all was given
    failed,  ///< the reason is in `why`
  };

  upload() noexcept : work_{&run, this} {}
  ~upload() { close(); }
  upload(const upload&) = delete;
  upload& operator=(const upload&) = delete;

  /// Takes the pieces of `call`, or its body when it has none. Relative files start at `folder`.
  /// False with VL_E_INVALID in `why` when one cannot be opened, or is shorter than its piece.
  bool open(const vl_call& call, std::string_view folder, failure& why);

  /// Bytes in all.
  std::uint64_t size() const noexcept { return size_; }

  /// True from open() to close().
  bool active() const noexcept { return active_; }

  /// Back to the first byte, for a second attempt.
  void rewind() noexcept;

  step next(vl_cbuf& part, failure& why);

  vl_work* work() noexcept { return &work_; }

  /// Closes the files.
  void close() noexcept;

 private:
  struct source {
    vl_cbuf bytes{};
    std::string file;  // as the call named it, for messages
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    int descriptor = -1;  // -1 = bytes
  };

  static vl_result run(vl_work* work) noexcept;
  bool open_file(source& from, const vl_piece& piece, std::string_view folder, failure& why);
  long read_some(int flags) noexcept;
  step take(long count, vl_cbuf& part, failure& why);

  std::vector<source> sources_;
  std::unique_ptr<char[]> buffer_;
  std::size_t at_ = 0;       // source
  std::uint64_t given_ = 0;  // bytes of it
  std::uint64_t size_ = 0;
  long outcome_ = 0;  // of the read on a pool thread: bytes, or -errno
  bool was_read_ = false;
  bool active_ = false;
  vl_work work_;
};

}  // namespace veriload::http_plugin

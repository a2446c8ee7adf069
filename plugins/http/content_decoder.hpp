// Undoes Content-Encoding while a body arrives. Flow: response_parser -> [content_decoder] -> body.
#pragma once

#include "plugins/http/free_list.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace veriload::http_plugin {

/// Takes decoded bytes; the view is valid in the call only. False ends the decoding.
struct decoded_sink {
  void* ctx;
  bool (*take)(void* ctx, std::string_view piece);
};

class coding;

/// gzip, deflate (also without its zlib frame, as some servers send it), br and zstd, up to four of
/// them one over the other; "identity" counts for nothing.
///
/// One body at a time: begin(), write() per arriving piece, finish(). The libraries' states are
/// made once and reset for the next body: take decoders from a decoder_pool. Memory per coding in
/// use: 16 KiB of output and the state of its library, whose window is at most 8 MiB for zstd and
/// 16 MiB for br.
///
/// Thread: one at a time.
class content_decoder {
 public:
  static constexpr std::size_t most_codings = 4;

  content_decoder();
  ~content_decoder();
  content_decoder(const content_decoder&) = delete;
  content_decoder& operator=(const content_decoder&) = delete;

  /// Starts a body. `codings` is the value of Content-Encoding, of several fields joined by commas,
  /// in the order they were applied. No coding may give more than `limit` bytes. False with error()
  /// when one is not known or there are too many.
  bool begin(std::string_view codings, std::uint64_t limit);

  /// True when the body has to pass through here at all.
  bool active() const noexcept { return used_ != 0; }

  /// Decodes the next bytes of the body. False when the data is damaged, grows over the limit or
  /// the sink refused; then nothing but begin() may follow. Bytes behind the end of the compressed
  /// data are ignored, as browsers do; a second gzip member or zstd frame is not.
  bool write(std::string_view bytes, const decoded_sink& to);

  /// The body ended. False when the compressed data had not. An empty body is whole.
  bool finish();

  /// What went wrong, for people: "gzip body is damaged: incorrect data check". Empty when the sink
  /// refused. Valid until begin().
  const std::string& error() const noexcept { return error_; }

  /// True when the last failure was the limit.
  bool over_limit() const noexcept { return over_limit_; }

  content_decoder* next = nullptr;  ///< free_list's

 private:
  bool add(std::string_view name);
  bool run(std::size_t stage, std::string_view bytes, const decoded_sink& to);
  bool fail(std::size_t stage, std::string_view what);

  static constexpr std::size_t kinds = 4;
  struct step {
    coding* how = nullptr;
    std::uint64_t given = 0;  // bytes
  };

  // Of each kind as many as one body ever needed at once.
  std::array<std::array<std::unique_ptr<coding>, most_codings>, kinds> made_;
  std::array<step, most_codings> stages_;  // the last applied first
  std::size_t used_ = 0;
  std::uint64_t limit_ = 0;
  bool fed_ = false;
  bool over_limit_ = false;
  std::string error_;
};

/// The decoders of one worker: as many as bodies were being decoded at once. Thread: one.
using decoder_pool = free_list<content_decoder>;

/// The value of Accept-Encoding that says what begin() understands.
inline constexpr std::string_view accepted_codings = "gzip, deflate, br, zstd";

}  // namespace veriload::http_plugin

// One compressed format, fed piece by piece. Flow: content_decoder -> [content_coding] -> zlib,
// brotli, zstd.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace veriload::http_plugin {

enum class coding_kind : std::uint8_t { gzip, deflate, br, zstd };

/// The kind of that name in any case, "x-gzip" included; false when there is none.
bool find_coding(std::string_view name, coding_kind& out) noexcept;

/// The state of one decoder. Thread: one at a time.
class coding {
 public:
  virtual ~coding() = default;

  /// Forgets what was decoded before; keeps memory.
  virtual void reset() = 0;

  /// Moves `input` forward past what was read and sets `output` to what came of it, a view that is
  /// valid until the next call. Called again as long as one of them changes. False when the data is
  /// damaged, see reason().
  virtual bool next(std::string_view& input, std::string_view& output) = 0;

  /// True where the compressed data may end.
  virtual bool ended() const noexcept = 0;

  /// "gzip"; static storage.
  virtual const char* name() const noexcept = 0;

  /// Why next() failed, in the library's words; static storage.
  virtual const char* reason() const noexcept = 0;
};

/// A state of that kind. Throws std::bad_alloc when the library has no memory.
std::unique_ptr<coding> make_coding(coding_kind kind);

}  // namespace veriload::http_plugin

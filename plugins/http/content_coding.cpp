#include "plugins/http/content_coding.hpp"

#include "plugins/http/character_class.hpp"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cstdlib>
#include <new>
#include <vector>

namespace veriload::http_plugin {
namespace {

constexpr std::size_t out_bytes = 16384;

// gzip, and deflate with or without its zlib frame.
class zlib_coding final : public coding {
 public:
  explicit zlib_coding(bool gzip) : gzip_(gzip) {
    if (inflateInit2(&state_, gzip ? gzip_bits : zlib_bits) != Z_OK) throw std::bad_alloc();
  }
  ~zlib_coding() override { inflateEnd(&state_); }
  zlib_coding(const zlib_coding&) = delete;
  zlib_coding& operator=(const zlib_coding&) = delete;

  void reset() override {
    inflateReset2(&state_, gzip_ ? gzip_bits : zlib_bits);
    ended_ = false;
    sniffed_ = 0;
  }

  bool next(std::string_view& input, std::string_view& output) override {
    output = {};
    if (ended_ && !starts_member(input)) {
      input = {};
      return true;
    }
    if (!gzip_ && sniffed_ < 2) return sniff(input, output);
    return inflate_from(input, output);
  }

  bool ended() const noexcept override { return ended_; }
  const char* name() const noexcept override { return gzip_ ? "gzip" : "deflate"; }
  const char* reason() const noexcept override {
    return state_.msg != nullptr ? state_.msg : "invalid data";
  }

 private:
  static constexpr int gzip_bits = 15 + 16, zlib_bits = 15, raw_bits = -15;

  // More gzip data may follow the end of one; anything else there is no part of the body.
  bool starts_member(std::string_view input) {
    if (!gzip_ || input.empty() || input.front() != '\x1f') return false;
    reset();
    return true;
  }

  // The first two bytes say whether there is a zlib frame (RFC 1950 2.2).
  bool sniff(std::string_view& input, std::string_view& output) {
    while (sniffed_ < 2 && !input.empty()) {
      head_[sniffed_++] = static_cast<unsigned char>(input.front());
      input.remove_prefix(1);
    }
    if (sniffed_ < 2) return true;
    const bool framed = (head_[0] & 0x0f) == 8 && (head_[0] * 256 + head_[1]) % 31 == 0;
    inflateReset2(&state_, framed ? zlib_bits : raw_bits);
    std::string_view head(reinterpret_cast<const char*>(head_.data()), 2);
    return inflate_from(head, output);
  }

  bool inflate_from(std::string_view& input, std::string_view& output) {
    // zlib reads only, but says so in its types only when ZLIB_CONST is set.
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    state_.avail_in = static_cast<uInt>(input.size());
    state_.next_out = out_.data();
    state_.avail_out = out_bytes;
    const int result = inflate(&state_, Z_NO_FLUSH);
    input.remove_prefix(input.size() - state_.avail_in);
    output = {reinterpret_cast<const char*>(out_.data()), out_bytes - state_.avail_out};
    ended_ = result == Z_STREAM_END;
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
  }

  z_stream state_{};
  std::array<unsigned char, out_bytes> out_;
  std::array<unsigned char, 2> head_{};
  std::size_t sniffed_ = 0;
  bool gzip_;
  bool ended_ = false;
};

// Brotli cannot reset a state: it is made anew from the blocks of the one before.
class block_store {
 public:
  block_store() = default;
  block_store(const block_store&) = delete;
  block_store& operator=(const block_store&) = delete;
  ~block_store() {
    for (const block& b : blocks_)
      std::free(b.at);
  }

  static void* take(void* self, std::size_t size) {
    auto& blocks = static_cast<block_store*>(self)->blocks_;
    for (block& b : blocks) {
      if (!b.taken && b.size >= size && b.size / 4 <= size) {
        b.taken = true;
        return b.at;
      }
    }
    void* at = std::malloc(size);
    if (at != nullptr) blocks.push_back({at, size, true});
    return at;
  }

  static void give(void* self, void* at) {
    for (block& b : static_cast<block_store*>(self)->blocks_) {
      if (b.at == at && at != nullptr) b.taken = false;
    }
  }

 private:
  struct block {
    void* at;
    std::size_t size;
    bool taken;
  };
  std::vector<block> blocks_;
};

class brotli_coding final : public coding {
 public:
  brotli_coding() { make(); }
  ~brotli_coding() override { BrotliDecoderDestroyInstance(state_); }
  brotli_coding(const brotli_coding&) = delete;
  brotli_coding& operator=(const brotli_coding&) = delete;

  void reset() override {
    BrotliDecoderDestroyInstance(state_);
    make();
  }

  bool next(std::string_view& input, std::string_view& output) override {
    output = {};
    if (BrotliDecoderIsFinished(state_)) {
      input = {};
      return true;
    }
    const auto* in = reinterpret_cast<const std::uint8_t*>(input.data());
    std::size_t in_left = input.size(), no_room = 0, given = 0;
    const auto result =
        BrotliDecoderDecompressStream(state_, &in_left, &in, &no_room, nullptr, nullptr);
    input.remove_prefix(input.size() - in_left);
    if (result == BROTLI_DECODER_RESULT_ERROR) return false;
    // Straight out of the ring buffer of the library.
    const std::uint8_t* out = BrotliDecoderTakeOutput(state_, &given);
    output = {reinterpret_cast<const char*>(out), given};
    return true;
  }

  bool ended() const noexcept override { return BrotliDecoderIsFinished(state_) != 0; }
  const char* name() const noexcept override { return "br"; }
  const char* reason() const noexcept override {
    return BrotliDecoderErrorString(BrotliDecoderGetErrorCode(state_));
  }

 private:
  void make() {
    state_ = BrotliDecoderCreateInstance(&block_store::take, &block_store::give, &blocks_);
    if (state_ == nullptr) throw std::bad_alloc();
  }

  block_store blocks_;
  BrotliDecoderState* state_ = nullptr;
};

class zstd_coding final : public coding {
 public:
  zstd_coding() : state_(ZSTD_createDCtx()) {
    if (state_ == nullptr) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(state_, ZSTD_d_windowLogMax, 23);  // RFC 9659: 8 MiB on the web
  }
  ~zstd_coding() override { ZSTD_freeDCtx(state_); }
  zstd_coding(const zstd_coding&) = delete;
  zstd_coding& operator=(const zstd_coding&) = delete;

  void reset() override {
    ZSTD_DCtx_reset(state_, ZSTD_reset_session_only);
    left_ = 1;
  }

  bool next(std::string_view& input, std::string_view& output) override {
    ZSTD_inBuffer in{input.data(), input.size(), 0};
    ZSTD_outBuffer out{out_.data(), out_.size(), 0};
    output = {};
    // A call after the end of a frame would start the next one.
    if (left_ == 0 && input.empty()) return true;
    left_ = ZSTD_decompressStream(state_, &out, &in);
    input.remove_prefix(in.pos);
    output = {out_.data(), out.pos};
    return !ZSTD_isError(left_);
  }

  bool ended() const noexcept override { return left_ == 0; }
  const char* name() const noexcept override { return "zstd"; }
  const char* reason() const noexcept override { return ZSTD_getErrorName(left_); }

 private:
  ZSTD_DCtx* state_;
  std::array<char, out_bytes> out_;
  std::size_t left_ = 1;  // 0: at the end of a frame; else more is wanted, or an error of zstd
};

}  // namespace

bool find_coding(std::string_view name, coding_kind& out) noexcept {
  if (equal_ignoring_case(name, "gzip") || equal_ignoring_case(name, "x-gzip")) {
    out = coding_kind::gzip;
  } else if (equal_ignoring_case(name, "deflate")) {
    out = coding_kind::deflate;
  } else if (equal_ignoring_case(name, "br")) {
    out = coding_kind::br;
  } else if (equal_ignoring_case(name, "zstd")) {
    out = coding_kind::zstd;
  } else {
    return false;
  }
  return true;
}

std::unique_ptr<coding> make_coding(coding_kind kind) {
  switch (kind) {
    case coding_kind::gzip:
      return std::make_unique<zlib_coding>(true);
    case coding_kind::deflate:
      return std::make_unique<zlib_coding>(false);
    case coding_kind::br:
      return std::make_unique<brotli_coding>();
    case coding_kind::zstd:
      break;
  }
  return std::make_unique<zstd_coding>();
}

}  // namespace veriload::http_plugin

#include "plugins/http/content_decoder.hpp"

#include "plugins/http/character_class.hpp"
#include "plugins/http/content_coding.hpp"

#include <algorithm>

namespace veriload::http_plugin {

content_decoder::content_decoder() = default;
content_decoder::~content_decoder() = default;

bool content_decoder::begin(std::string_view codings, std::uint64_t limit) {
  used_ = 0;
  limit_ = limit;
  fed_ = false;
  over_limit_ = false;
  error_.clear();
  // Read from the end: what was applied last is undone first.
  while (!codings.empty()) {
    const std::size_t comma = codings.rfind(',');
    const std::string_view name = trimmed(codings.substr(comma + 1));
    codings = comma == std::string_view::npos ? std::string_view() : codings.substr(0, comma);
    if (name.empty() || equal_ignoring_case(name, "identity")) continue;
    if (!add(name)) {
      used_ = 0;
      return false;
    }
  }
  return true;
}

bool content_decoder::add(std::string_view name) {
  if (used_ == most_codings) {
    error_ = "the body has over 4 content codings";
    return false;
  }
  coding_kind kind{};
  if (!find_coding(name, kind)) {
    error_ = "unknown content coding \"";
    error_ += name.substr(0, 40);
    error_ += "\", expected gzip, deflate, br or zstd";
    return false;
  }
  auto& own = made_[static_cast<std::size_t>(kind)];
  const auto is_free = [this](const std::unique_ptr<coding>& c) {
    return std::none_of(stages_.begin(), stages_.begin() + static_cast<std::ptrdiff_t>(used_),
                        [&](const step& s) { return s.how == c.get(); });
  };
  auto& found = *std::ranges::find_if(own, [&](const auto& c) { return !c || is_free(c); });
  if (found) {
    found->reset();
  } else {
    found = make_coding(kind);
  }
  stages_[used_++] = {found.get(), 0};
  return true;
}

bool content_decoder::fail(std::size_t stage, std::string_view what) {
  error_ = stages_[stage].how->name();
  error_ += what;
  return false;
}

bool content_decoder::run(std::size_t stage, std::string_view bytes, const decoded_sink& to) {
  coding& how = *stages_[stage].how;
  for (;;) {
    const std::size_t before = bytes.size();
    std::string_view piece;
    if (!how.next(bytes, piece)) {
      fail(stage, " body is damaged: ");
      error_ += how.reason();
      return false;
    }
    if (piece.empty() && bytes.size() == before) return true;
    if (piece.empty()) continue;
    stages_[stage].given += piece.size();
    if (stages_[stage].given > limit_) {
      over_limit_ = true;
      fail(stage, " body unpacks to more than ");
      error_ += std::to_string(limit_) + " bytes";
      return false;
    }
    if (stage + 1 == used_ ? !to.take(to.ctx, piece) : !run(stage + 1, piece, to)) return false;
  }
}

bool content_decoder::write(std::string_view bytes, const decoded_sink& to) {
  if (bytes.empty()) return true;
  fed_ = true;
  if (used_ == 0) return to.take(to.ctx, bytes);
  return run(0, bytes, to);
}

bool content_decoder::finish() {
  if (!fed_) return true;
  for (std::size_t i = 0; i < used_; ++i) {
    if (!stages_[i].how->ended()) return fail(i, " body ends before its compressed data does");
  }
  return true;
}

}  // namespace veriload::http_plugin

#include "core/aggregation/histogram.hpp"

#include "core/base/assert.hpp"

#include <cmath>

namespace veriload::aggregation {
namespace {

// Bounds of a bucket in microseconds.
struct bounds {
  std::uint64_t lowest;
  std::uint64_t highest;
};

bounds bounds_of(std::size_t bucket) {
  constexpr std::size_t half = histogram::chunk_size;
  const std::size_t shift = bucket < 2 * half ? 0 : bucket / half - 1;
  const std::uint64_t lowest = std::uint64_t{bucket - shift * half} << shift;
  return {lowest, lowest + (std::uint64_t{1} << shift) - 1};
}

constexpr base::ns as_ns(std::uint64_t us) { return static_cast<base::ns>(us) * base::microsecond; }

}  // namespace

histogram::counter* histogram::touch(std::size_t chunk) {
  chunks_[chunk] = std::make_unique<counter[]>(chunk_size);
  return chunks_[chunk].get();
}

void histogram::record_first(placed one) noexcept {
  if (one.bucket == bucket_count) {
    VL_ASSERT(one.value >= 0, "the recorder puts the instants of a sample in order");
    ++out_of_range_;
    return;
  }
  ++touch(one.bucket / chunk_size)[one.bucket % chunk_size];
}

void histogram::merge(const histogram& other) {
  VL_ASSERT(&other != this, "a histogram is not added to itself");
  for (std::size_t at = 0; at < chunk_count; ++at) {
    const counter* from = other.chunks_[at].get();
    if (!from) continue;
    if (!chunks_[at]) {
      std::copy_n(from, chunk_size, touch(at));
      continue;
    }
    // Apart from each other, which lets the compiler add several at once.
    counter* __restrict to = chunks_[at].get();
    for (std::size_t i = 0; i < chunk_size; ++i)
      to[i] += from[i];
  }
  count_ += other.count_;
  out_of_range_ += other.out_of_range_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

void histogram::clear() noexcept {
  for (auto& chunk : chunks_) {
    if (chunk) std::fill_n(chunk.get(), chunk_size, counter{0});
  }
  count_ = 0;
  out_of_range_ = 0;
  sum_ = 0;
  min_ = base::never;
  max_ = 0;
}

base::ns histogram::percentile(double percent) const noexcept {
  if (empty()) return 0;
  const auto total = static_cast<double>(count_);
  // 99.9 % of 1,000 is the 999th value, although 99.9 has no exact binary form.
  constexpr double rounding = 1e-9;
  const double wanted = std::ceil(std::clamp(percent, 0.0, 100.0) * total / 100.0 - rounding);
  const auto rank = static_cast<std::uint64_t>(std::max(wanted, 1.0));
  if (percent >= 100.0 || rank >= count_) return max_;

  std::uint64_t seen = 0;
  for (std::size_t at = 0; at < chunk_count; ++at) {
    const counter* chunk = chunks_[at].get();
    if (!chunk) continue;
    for (std::size_t i = 0; i < chunk_size; ++i) {
      seen += chunk[i];
      if (seen >= rank) {
        return std::clamp(as_ns(bounds_of(at * chunk_size + i).highest), min_, max_);
      }
    }
  }
  return max_;  // among the values above the range
}

std::span<const histogram::counter> histogram::chunk(std::size_t index) const noexcept {
  return chunks_[index] ? std::span(chunks_[index].get(), chunk_size) : std::span<const counter>();
}

void histogram::add_bucket(std::size_t bucket, std::uint64_t times) {
  VL_ASSERT(bucket <= last_bucket() && times > 0, "the decoder checks what it reads");
  counter* chunk = chunks_[bucket / chunk_size].get();
  if (!chunk) chunk = touch(bucket / chunk_size);
  chunk[bucket % chunk_size] += times;
  const auto [lowest, above] = bounds_of(bucket);
  count_ += times;
  sum_ += static_cast<wide_sum>(as_ns(lowest) + as_ns(above - lowest) / 2) *
          static_cast<wide_sum>(times);
  min_ = std::min(min_, as_ns(lowest));
  max_ = std::max(max_, std::min(as_ns(above), highest));
}

void histogram::restore(const exact_figures& known) noexcept {
  count_ += known.out_of_range;
  out_of_range_ = known.out_of_range;
  sum_ = known.sum;
  if (empty()) return;
  min_ = known.min;
  max_ = known.max;
}

std::size_t histogram::memory() const noexcept {
  const auto touched = static_cast<std::size_t>(
      std::ranges::count_if(chunks_, [](const auto& chunk) { return chunk != nullptr; }));
  return sizeof *this + touched * chunk_size * sizeof(counter);
}

}  // namespace veriload::aggregation

#include "plugins/http/kept_bodies.hpp"

#include <functional>

namespace veriload::http_plugin {

kept_bodies::ref kept_bodies::keep(std::string_view bytes) {
  const std::uint64_t hash = std::hash<std::string_view>()(bytes);
  const auto [first, last] = bodies_.equal_range(hash);
  for (auto found = first; found != last; ++found) {
    if (found->second->bytes == bytes) return ref(found->second.get());
  }
  auto made = std::make_unique<body>();
  made->bytes = bytes;
  made->hash = hash;
  made->owner = this;
  body* const added = made.get();
  bodies_.emplace(hash, std::move(made));
  total_bytes_ += bytes.size();
  return ref(added);
}

void kept_bodies::drop(body* unused) noexcept {
  total_bytes_ -= unused->bytes.size();
  const auto [first, last] = bodies_.equal_range(unused->hash);
  for (auto found = first; found != last; ++found) {
    if (found->second.get() != unused) continue;
    bodies_.erase(found);
    return;
  }
}

}  // namespace veriload::http_plugin

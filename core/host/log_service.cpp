// veriload.log/1: the process's log lines behind a C table.
#include "core/host/context.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"

#include <array>

namespace veriload::host {
namespace {

int32_t enabled(const vl_host* host, int32_t level) noexcept {
  const log_lines* log = plugin::of(host).context().log;
  return log && log->enabled(level) ? 1 : 0;
}

void write(const vl_host* host, int32_t level, vl_str text, const vl_kv* pairs,
           uint32_t n) noexcept {
  const plugin& writer = plugin::of(host);
  if (!writer.context().log) return;
  std::array<std::pair<std::string_view, std::string_view>, 16> views;
  const std::size_t used = std::min<std::size_t>(n, views.size());
  for (std::size_t i = 0; i < used; ++i)
    views[i] = {text_of(pairs[i].key), text_of(pairs[i].value)};
  writer.context().log->write(level, writer.id(), text_of(text), {views.data(), used});
}

}  // namespace

const vl_log_v1 log_service = {sizeof(vl_log_v1), 0, enabled, write};

}  // namespace veriload::host

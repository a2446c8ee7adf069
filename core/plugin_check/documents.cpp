#include "core/plugin_check/documents.hpp"

#include "core/base/random.hpp"

#include <algorithm>

namespace veriload::plugin_check {
namespace {

constexpr sample_document samples[] = {
    {"api.json",
     R"({"openapi": "3.0.3", "info": {"title": "shop", "version": "1"}, "servers": [{"url": "http://sut.test"}],
"paths": {"/items/{id}": {"get": {"operationId": "item", "parameters": [{"name": "id", "in": "path",
"required": true, "schema": {"type": "integer"}}], "responses": {"200": {"description": "ok"}}}}}})"},
    {"recording.har",
     R"({"log": {"version": "1.2", "creator": {"name": "b", "version": "1"}, "entries": [{"startedDateTime":
"2024-01-01T00:00:00.000Z", "time": 12, "request": {"method": "GET", "url": "http://sut.test/a?b=c",
"httpVersion": "HTTP/1.1", "headers": [], "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
"response": {"status": 200, "statusText": "OK", "headers": [], "content": {"size": 2, "mimeType": "text/plain"}}}]}})"},
    {"plan.yaml", "name: check\nsteps:\n  - get: /\n    expect: 200\n  - wait: 1.5\n"},
    {"empty.txt", ""},
    {"noise.bin", std::string_view("\x00\xff\xfe\x80{[\"\\u00", 11)}};

}  // namespace

std::span<const sample_document> sample_documents() { return samples; }

std::string mutated(std::string_view text, std::uint64_t seed) {
  base::random_stream random(seed, 11);
  std::string bytes(text);
  constexpr std::string_view sharp = "\"\\{}[]:,\n\r\t 0-9.eE\0\xff\x80";
  for (std::uint64_t changes = 1 + random.below(6); changes > 0; --changes) {
    if (bytes.empty()) {
      bytes.push_back(static_cast<char>(random.below(256)));
      continue;
    }
    const auto at = static_cast<std::size_t>(random.below(bytes.size()));
    const auto length =
        static_cast<std::size_t>(random.below(std::min<std::uint64_t>(bytes.size() - at, 64) + 1));
    switch (random.below(5)) {
      case 0:
        bytes[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        bytes[at] = sharp[static_cast<std::size_t>(random.below(sharp.size()))];
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, length));
        break;
      default:
        bytes.resize(at);
        break;
    }
  }
  return bytes;
}

}  // namespace veriload::plugin_check

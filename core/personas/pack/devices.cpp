#include "core/personas/pack/cells.hpp"
#include "core/personas/pack/shared_tables.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace veriload::personas::pack {

namespace {

/// What a user agent says when it is of that system or browser.
struct sign {
  std::string_view name;
  std::string_view token;
};

constexpr std::array systems{sign{"Windows", "Windows NT"}, sign{"macOS", "Macintosh"},
                             sign{"Linux", "X11; "},        sign{"ChromeOS", "X11; CrOS"},
                             sign{"Android", "Android"},    sign{"iOS", "iPhone"},
                             sign{"iPadOS", "iPad"}};
constexpr std::array browsers{sign{"Chrome", "Chrome/"},
                              sign{"Chrome", "CriOS/"},
                              sign{"Firefox", "Firefox/"},
                              sign{"Firefox", "FxiOS/"},
                              sign{"Edge", "Edg/"},
                              sign{"Edge", "EdgA/"},
                              sign{"Edge", "EdgiOS/"},
                              sign{"Opera", "OPR/"},
                              sign{"Samsung Internet", "SamsungBrowser/"},
                              sign{"Safari", "Version/"}};

template <std::size_t size>
void check_sign(const cell& name, std::string_view user_agent, const std::array<sign, size>& signs,
                problems& found) {
  const bool right = std::any_of(signs.begin(), signs.end(), [&](const sign& one) {
    return one.name == name.text && user_agent.find(one.token) != std::string_view::npos;
  });
  if (!right) found.add(name.where, in_quotes(name.text), "a name that the user agent tells of");
}

bool printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

void read_devices(const std::filesystem::path& folder, shared_tables& out, problems& found) {
  const table from(folder / "device.tsv", "shared/device.tsv",
                   {"user_agent", "device", "os", "browser", "weight"}, found);
  occurs_once once("a user agent", found);
  const std::vector<std::string> kinds{"desktop", "phone", "tablet"};
  for (const cells& row : from.rows()) {
    if (!row[0].text.starts_with("Mozilla/5.0 (") || !printable_ascii(row[0].text))
      found.add(row[0].where, in_quotes(row[0].text),
                "a user agent that starts with Mozilla/5.0 (");
    once.add(row[0], std::string(row[0].text));
    one_of(row[1], kinds, found);
    check_sign(row[2], row[0].text, systems, found);
    check_sign(row[3], row[0].text, browsers, found);
    out.devices.push_back({std::string(row[0].text), std::string(row[1].text),
                           std::string(row[2].text), std::string(row[3].text),
                           weight(row[4], found)});
  }
  if (out.devices.empty()) found.add(from.where(), "no device", "one or more");
}

}  // namespace veriload::personas::pack

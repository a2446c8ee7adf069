#include "core/config/network_rules.hpp"

#include "core/base/host_rules.hpp"
#include "core/base/setup_error.hpp"
#include "core/base/url.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::config {
namespace {

using base::node;

class network_rules {
 public:
  network_rules(const checked_document& document, problem_list& problems)
      : document_(document), problems_(problems) {}

  void apply() {
    if (const node* sources = value("network.source_addresses")) {
      for (std::size_t i = 0; i < sources->size(); ++i)
        require_address(sources->at(i), "network.source_addresses[" + std::to_string(i) + "]");
    }
    if (const node* hosts = value("network.hosts")) {
      for (std::size_t i = 0; i < hosts->size(); ++i)
        check_host(hosts->key_at(i), hosts->at(i));
    }
    if (const node* proxy = value("network.proxy")) check_proxy(*proxy);
  }

 private:
  const node* value(const std::string& path) const {
    if (!document_.is_sound(path)) return nullptr;
    const node* found = document_.effective.find_path(path);
    return found && !found->is_null() ? found : nullptr;
  }

  bool require_address(const node& text, const std::string& path) {
    if (base::ip_address::parse(text.as_string())) return true;
    problems_.add(text.where(),
                  path + " must be an IPv4 or IPv6 address, found " + found_text(text));
    return false;
  }

  void check_host(std::string_view name, const node& addresses) {
    const std::string path = "network.hosts." + std::string(name);
    if (!base::is_host_name(base::normalised_host(name))) {
      problems_.add(addresses.where(), path + " must be below a host name, such as shop.test");
      return;
    }
    if (addresses.size() == 0)
      problems_.add(addresses.where(), path + " is empty, expected at least one address");
    for (std::size_t i = 0; i < addresses.size(); ++i) {
      const node& one = addresses.at(i);
      if (one.as_string().starts_with("unix:")) {
        check_socket(one, path, addresses.size());
      } else {
        require_address(one, path);
      }
    }
  }

  void check_socket(const node& text, const std::string& path, std::size_t count) {
    // The kernel's room for a path, with its end.
    constexpr std::size_t longest = 107;
    const std::string_view socket = text.as_string().substr(std::string_view("unix:").size());
    if (!socket.starts_with('/') || socket.size() > longest) {
      problems_.add(text.where(), path + " must be unix: and an absolute path of at most 107 " +
                                      "characters, found " + found_text(text));
    } else if (count != 1) {
      problems_.add(text.where(), path +
                                      " has a Unix socket beside other addresses, expected it "
                                      "alone");
    } else {
      require_allowed(text, path, std::string(socket));
    }
  }

  void require_allowed(const node& text, const std::string& path, const std::string& socket) {
    const auto entries = allowed_entries();
    if (!entries || base::host_rules(*entries).unix_allowed(socket)) return;
    problems_.add(text.where(),
                  path + " leads to unix:" + socket + ", which is not in safety.allowed_hosts");
  }

  std::optional<std::vector<std::string>> allowed_entries() const {
    const node* allowed = value("safety.allowed_hosts");
    if (!allowed) return std::nullopt;
    std::vector<std::string> entries;
    for (std::size_t i = 0; i < allowed->size(); ++i)
      entries.emplace_back(allowed->at(i).as_string());
    return entries;
  }

  void check_proxy(const node& text) {
    base::url url;
    try {
      url = base::parse_url(text.as_string());
    } catch (const setup_error& error) {
      problems_.add(text.where(),
                    std::string("network.proxy ") + error.what() + ", found " + found_text(text));
      return;
    }
    if (url.scheme != "http" && url.scheme != "socks5" && url.scheme != "socks5h") {
      problems_.add(text.where(),
                    "network.proxy must begin with http://, socks5:// or socks5h://, "
                    "found " +
                        url.scheme + "://");
      return;
    }
    if (!url.port) {
      problems_.add(text.where(),
                    "network.proxy has no port, expected a form such as http://host:3128");
    }
    const auto entries = allowed_entries();
    if (!entries || base::host_rules(*entries).name_allowed(url.host)) return;
    problems_.add(text.where(), "network.proxy has the host " + url.host +
                                    ", which is not in safety.allowed_hosts");
  }

  const checked_document& document_;
  problem_list& problems_;
};

}  // namespace

void check_network(const checked_document& document, problem_list& problems) {
  network_rules(document, problems).apply();
}

}  // namespace veriload::config

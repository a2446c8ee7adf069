#include "plugins/http/failure_text.hpp"

#include "plugins/http/exchange.hpp"
#include "plugins/http/worker.hpp"

#include <veriload/error.hpp>

#include <netdb.h>
#include <cerrno>
#include <cstring>

namespace veriload::http_plugin {
namespace {

double seconds(vl_ns length) { return static_cast<double>(length) / 1e9; }

using counter = unsigned long long;

// The system's words start with a capital letter, which reads wrong in the middle of a message.
struct system_words {
  char text[64];
  explicit system_words(const char* words) {
    std::snprintf(text, sizeof text, "%s", words != nullptr ? words : "unknown reason");
    if (text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] | 0x20);
  }
};

system_words words_of_errno(std::int32_t number) {
  return system_words(number != 0 ? ::strerrordesc_np(number) : nullptr);
}

}  // namespace

std::string reason_of(const worker& of) {
  vl_error said = new_error();
  of.host.stream->reason(of.loop, &said);
  return std::string(message_of(said));
}

failure dial_failure(vl_result result, const origin& to, vl_ns allowed, const std::string& reason) {
  failure why;
  if (!reason.empty() && result.status < 0) {
    if (result.status == VL_E_TIMEOUT) {
      why.set(VL_E_TIMEOUT, result.native, "connect to %s timed out after %g s: %s",
              to.authority.c_str(), seconds(allowed), reason.c_str());
      return why;
    }
    const char* const what =
        result.status == VL_E_TLS ? "no TLS connection to" : "cannot connect to";
    why.set(result.status, result.native, "%s %s: %s", what, to.authority.c_str(), reason.c_str());
    return why;
  }
  const char* const peer = to.authority.c_str();
  const std::int32_t native = result.native;
  switch (result.status) {
    case VL_E_CONNECT:
      if (native == ECONNREFUSED) {
        why.set(VL_E_CONNECT, native, "connection refused by %s", peer);
      } else if (native == EADDRNOTAVAIL) {
        // The kernel's words for it are of an address, which misleads.
        why.set(VL_E_CONNECT, native,
                "no local port is free for a connection to %s: keep connections alive, or spread "
                "them over several network.source_addresses",
                peer);
      } else {
        why.set(VL_E_CONNECT, native, "cannot connect to %s: %s", peer,
                words_of_errno(native).text);
      }
      break;
    case VL_E_TIMEOUT:
      why.set(VL_E_TIMEOUT, native, "connect to %s timed out after %g s", peer, seconds(allowed));
      break;
    case VL_E_DNS:
      why.set(VL_E_DNS, native, "no address for host %s: %s", to.host.c_str(),
              native != 0 ? system_words(::gai_strerror(native)).text : "unknown reason");
      break;
    case VL_E_BLOCKED:
      why.set(VL_E_BLOCKED, native, "host %s is not in safety.allowed_hosts", to.host.c_str());
      break;
    case VL_E_NOMEM:
      // The limit of descriptors, nearly always: its name is what one looks for.
      why.set(VL_E_NOMEM, native, "cannot connect to %s: %s on this machine%s", peer,
              words_of_errno(native).text,
              native == EMFILE ? ", raise the limit of open files (ulimit -n)" : "");
      break;
    case VL_E_CANCELED:
      why.set(VL_E_CANCELED, native, "canceled while connecting to %s", peer);
      break;
    default:
      // An outcome that no dial may have (VL_EOF, VL_PENDING) is a failure all the same.
      why.set(result.status < 0 ? result.status : VL_E_CONNECT, native,
              "cannot connect to %s: status %d", peer, static_cast<int>(result.status));
  }
  return why;
}

failure stream_failure(vl_result result, const connection& line, const std::string& reason) {
  const response_parser& parser = line.parser;
  const std::int32_t native = result.native;
  char event[128];
  if (!reason.empty() && result.status < 0) {
    std::snprintf(event, sizeof event, "connection broken (%s)", reason.c_str());
  } else if (result.status == VL_EOF || (result.status == VL_E_CLOSED && native == 0)) {
    std::snprintf(event, sizeof event, "connection closed");
  } else if (native == ECONNRESET || native == EPIPE) {
    std::snprintf(event, sizeof event, "connection reset by peer");
  } else if (native != 0) {
    std::snprintf(event, sizeof event, "connection broken (%s)", words_of_errno(native).text);
  } else {
    std::snprintf(event, sizeof event, "connection broken (status %d)",
                  static_cast<int>(result.status));
  }

  const vl_status status = result.status == VL_EOF ? vl_status{VL_E_CLOSED} : result.status;
  failure why;
  if (!parser.started()) {
    const bool unsure = line.used && !line.active->traits.idempotent;
    why.set(status, native, "%s before the answer%s", event,
            unsure ? ", and a call of this verb is not sent twice" : "");
  } else if (!parser.has_head()) {
    why.set(status, native, "%s inside the head of the answer", event);
  } else if (parser.body_expected() >= 0) {
    why.set(status, native, "%s after %llu of %llu body bytes", event, counter{parser.body_bytes()},
            static_cast<counter>(parser.body_expected()));
  } else {
    why.set(status, native, "%s inside the body after %llu bytes", event,
            counter{parser.body_bytes()});
  }
  return why;
}

failure timeout_failure(const connection& line, vl_ns allowed, bool whole) {
  const response_parser& parser = line.parser;
  failure why;
  if (line.op_pending) {
    why.set(VL_E_TIMEOUT, 0, "request not sent within %g s", seconds(allowed));
  } else if (!parser.started()) {
    why.set(VL_E_TIMEOUT, 0, "no answer within %g s", seconds(allowed));
  } else if (whole) {
    why.set(VL_E_TIMEOUT, 0, "answer not complete within %g s, %llu body bytes came",
            seconds(allowed), counter{parser.body_bytes()});
  } else {
    why.set(VL_E_TIMEOUT, 0, "answer stopped for %g s after %llu body bytes", seconds(allowed),
            counter{parser.body_bytes()});
  }
  return why;
}

failure body_limit_failure(std::uint64_t limit, std::uint64_t found) {
  failure why;
  why.set(VL_E_NOMEM, 0, "body of at least %llu bytes is over http.max_body_bytes, %llu",
          counter{found}, counter{limit});
  return why;
}

}  // namespace veriload::http_plugin

// One measured request. Flow: protocol plugin -> [sample] -> recorder.
#pragma once

#include "core/base/clock.hpp"

#include <cstdint>
#include <string_view>

namespace veriload::aggregation {

/// Why a request failed, as a report groups it. Append new members before `other`, which stays
/// last.
enum class error_class : std::uint8_t {
  none,      ///< it did not fail
  dns,       ///< the name has no address. Check the host name and the resolver of this machine
  connect,   ///< no connection came about. Check route, firewall and the ports left on this machine
  refused,   ///< nobody listens on the port. Check that the target runs, and its port
  reset,     ///< the peer cut the connection. Look for crashes or connection limits at the target
  tls,       ///< the TLS handshake or a record failed. Check certificate, name and versions
  timeout,   ///< no answer within the time allowed. Look at the target's load, or allow more time
  protocol,  ///< the bytes received break the protocol. Check scheme, port and proxies in between
  closed,  ///< the peer closed before the answer was whole. Check its keep-alive and drain settings
  canceled,  ///< this side gave up: the run ended first. Allow a longer drain if these matter
  status,    ///< an answer came and says failure (HTTP 500, a gRPC code). Read the target's log
  blocked,   ///< the host is not in safety.allowed_hosts. Add it, or mend the URL
  machine,   ///< this machine has no port, descriptor or memory left; the example says which
  other      ///< none of these; the example text says more
};

inline constexpr std::size_t error_class_count = static_cast<std::size_t>(error_class::other) + 1;

/// The word of a report for a class ("timeout"); "none" for success. Thread: any.
std::string_view name_of(error_class kind) noexcept;

/// One finished request. All instants are CLOCK_MONOTONIC.
///
/// From it come three lengths of time: response time (done - planned), which a user of the target
/// would feel; service time (done - sent), which the target took; and lag, by how much this
/// generator was late (sent - planned, less the time that DNS, connect and TLS took).
struct sample {
  base::ns planned = 0;     ///< when the plan wanted it; 0 = when it was sent
  base::ns sent = 0;        ///< first byte handed to the kernel; 0 or `done` of a failure = never
  base::ns first_byte = 0;  ///< first byte of the answer; 0 = none
  base::ns done = 0;        ///< last byte of the answer, or the failure

  std::uint32_t endpoint = 0;    ///< of the run's endpoint names
  std::uint32_t segment = 0;     ///< of the run's segment names
  std::int32_t status_code = 0;  ///< the protocol's own code, for example 404; 0 = no answer
  error_class failure = error_class::none;
  bool reused = false;  ///< went over a connection that was open before

  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  base::ns dns = 0;  ///< lengths; 0 = did not happen in this request
  base::ns connect = 0;
  base::ns tls = 0;

  std::string_view error_text;  ///< reason of a failure in words; read only during `record`
};

}  // namespace veriload::aggregation

#include "core/aggregation/sample.hpp"

namespace veriload::aggregation {

std::string_view name_of(error_class kind) noexcept {
  switch (kind) {
    case error_class::none:
      return "none";
    case error_class::dns:
      return "dns";
    case error_class::connect:
      return "connect";
    case error_class::refused:
      return "refused";
    case error_class::reset:
      return "reset";
    case error_class::tls:
      return "tls";
    case error_class::timeout:
      return "timeout";
    case error_class::protocol:
      return "protocol";
    case error_class::closed:
      return "closed";
    case error_class::canceled:
      return "canceled";
    case error_class::status:
      return "status";
    case error_class::blocked:
      return "blocked";
    case error_class::machine:
      return "machine";
    case error_class::other:
      return "other";
  }
  return "other";
}

}  // namespace veriload::aggregation

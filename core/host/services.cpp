#include "core/host/services.hpp"

#include <algorithm>
#include <cstring>

namespace veriload::host {

void add_host_services(service_directory& directory) {
  directory.add(VL_SVC_LOOP, &loop_service);
  directory.add(VL_SVC_STREAM, &stream_service);
  directory.add(VL_SVC_LOG, &log_service);
  directory.add(VL_SVC_CONFIG, &config_service);
  directory.add(VL_SVC_SAFETY, &safety_service);
  directory.add(VL_SVC_SCHEDULE, &schedule_service);
  directory.add(VL_SVC_EXTRACT, &extract_service);
}

void write_error(vl_error* error, vl_status code, std::string_view message) noexcept {
  if (!error || !VL_HAS(error, vl_error, message)) return;
  error->code = code;
  error->native = 0;
  std::size_t size = std::min(message.size(), sizeof error->message - 1);
  // Not in the middle of a UTF-8 sequence.
  if (size < message.size()) {
    while (size > 0 && (static_cast<unsigned char>(message[size]) & 0xc0) == 0x80)
      --size;
  }
  std::memcpy(error->message, message.data(), size);
  error->message[size] = '\0';
}

}  // namespace veriload::host

// The C tables that need a running user. Flow: run -> service directory -> scenario plugins.
#pragma once

#include "core/host/service_directory.hpp"

#include "veriload_abi.h"

namespace veriload::users {

extern const vl_user_v1 user_service;        ///< user_service.cpp
extern const vl_calls_v1 calls_service;      ///< calls_service.cpp
extern const vl_metrics_v1 metrics_service;  ///< metrics_service.cpp

/// Adds all tables above.
inline void add_user_services(host::service_directory& directory) {
  directory.add(VL_SVC_USER, &user_service);
  directory.add(VL_SVC_CALLS, &calls_service);
  directory.add(VL_SVC_METRICS, &metrics_service);
}

}  // namespace veriload::users

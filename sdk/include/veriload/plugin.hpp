// What every plugin needs: descriptor, services. Flow: host loader -> [plugin].
#pragma once

#include "veriload/error.hpp"
#include "veriload/guard.hpp"
#include "veriload/text.hpp"

#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <type_traits>

#define VERILOAD_SDK_VERSION "0.1.0"

namespace veriload {
inline namespace v1 {

/// The id of a service table, and how much of it ABI 1.0 promises: a shorter table is refused,
/// newer fields are tested with VL_HAS. Specialise it for the tables of your own services.
template <class Table>
struct service_traits;

#define VERILOAD_SERVICE(table, id_text, last_of_1_0)                                 \
  template <>                                                                         \
  struct service_traits<table> {                                                      \
    static constexpr const char* id = id_text;                                        \
    static constexpr std::size_t size = offsetof(table, last_of_1_0) + sizeof(void*); \
  }
VERILOAD_SERVICE(vl_loop_v1, VL_SVC_LOOP, cancel);
VERILOAD_SERVICE(vl_stream_v1, VL_SVC_STREAM, tls_check);
VERILOAD_SERVICE(vl_metrics_v1, VL_SVC_METRICS, check);
VERILOAD_SERVICE(vl_log_v1, VL_SVC_LOG, write);
VERILOAD_SERVICE(vl_config_v1, VL_SVC_CONFIG, folder);
VERILOAD_SERVICE(vl_safety_v1, VL_SVC_SAFETY, allow_address);
VERILOAD_SERVICE(vl_user_v1, VL_SVC_USER, cancel);
VERILOAD_SERVICE(vl_calls_v1, VL_SVC_CALLS, typed);
VERILOAD_SERVICE(vl_schedule_v1, VL_SVC_SCHEDULE, add_user_class);
VERILOAD_SERVICE(vl_extract_v1, VL_SVC_EXTRACT, find);
#undef VERILOAD_SERVICE

/// The table, or null when the host does not serve it (or serves a shorter one). Thread: any.
template <class Table>
const Table* find_service(const vl_host* host) noexcept {
  const auto* table = static_cast<const Table*>(host->service(host, service_traits<Table>::id));
  return table != nullptr && table->struct_size >= service_traits<Table>::size ? table : nullptr;
}

/// The table. Throws `error` of kind "host" when the host does not serve it. Thread: any.
///     const vl_loop_v1& loop = veriload::service<vl_loop_v1>(host);
template <class Table>
const Table& service(const vl_host* host) {
  if (const Table* table = find_service<Table>(host)) return *table;
  throw error(
      "host",
      joined({"needs service ", service_traits<Table>::id, ", this host does not serve it"}),
      VL_E_UNSUPPORTED);
}

/// A host and its services, to be kept by a plugin's `self`. A copyable pointer; never owns.
class host_services {
 public:
  explicit host_services(const vl_host* host) noexcept : host_(host) {}

  const vl_host* handle() const noexcept { return host_; }

  template <class Table>
  const Table& get() const {
    return service<Table>(host_);
  }
  template <class Table>
  const Table* find() const noexcept {
    return find_service<Table>(host_);
  }

 private:
  const vl_host* host_;
};

/// Ids with the NULL that ends a list in the descriptor: `veriload::ids(VL_SVC_LOOP, VL_SVC_LOG)`.
template <std::size_t N>
struct id_list {
  const char* items[N + 1];
};
template <class... Ids>
constexpr id_list<sizeof...(Ids)> ids(const Ids&... texts) noexcept {
  return id_list<sizeof...(Ids)>{{static_cast<const char*>(texts)..., nullptr}};
}

/// The three entry functions of a plugin whose state is a class: constructed from `host_services`
/// by init (may throw), asked by `const void* component(std::string_view id)`, destroyed by fini.
template <class Self>
struct plugin_entry {
  static vl_status init(const vl_host* host, void** self, vl_error* error) noexcept {
    return guard(error, [&] { *self = new Self(host_services(host)); });
  }
  static const void* component(void* self, const char* id) noexcept {
    return static_cast<Self*>(self)->component(std::string_view(id));
  }
  static void fini(void* self) noexcept { delete static_cast<Self*>(self); }
};

}  // namespace v1
}  // namespace veriload

#define VERILOAD_TEXT_OF_(x) #x
#define VERILOAD_TEXT_OF(x) VERILOAD_TEXT_OF_(x)
#if defined(__clang__)
#define VERILOAD_BUILD_TEXT "clang++ " __clang_version__ ", sdk " VERILOAD_SDK_VERSION
#else
#define VERILOAD_BUILD_TEXT "g++ " __VERSION__ ", sdk " VERILOAD_SDK_VERSION
#endif

// A shared library has one entry and the note that tells its versions without running it. A plugin
// that is linked into a program has an entry of its own name instead, so that several fit beside
// each other.
#ifdef VL_STATIC_PLUGIN
#define VERILOAD_PLUGIN_ENTRY_(name) veriload_plugin_v1_##name
#define VERILOAD_PLUGIN_NOTE_(minor_min) static_assert(true)
#else
#define VERILOAD_PLUGIN_ENTRY_(name) veriload_plugin_v1
#define VERILOAD_PLUGIN_NOTE_(minor_min) VL_PLUGIN_NOTE(minor_min, VL_ABI_MINOR)
#endif

/// Defines the plugin of this library; once, at namespace scope, outside any namespace.
///
///     VERILOAD_PLUGIN(http, "dev.veriload.http", "0.1.0", "Apache-2.0",
///                     veriload::ids(VL_COMP_PROTOCOL),           // provides
///                     veriload::ids(VL_SVC_LOOP, VL_SVC_STREAM), // needs
///                     veriload::ids(VL_SVC_LOG),                 // wants
///                     &init, &component, &fini);
///
/// `name` is a C identifier. The three functions have the types of vl_plugin_v1 and must be
/// noexcept; `veriload::plugin_entry<my_class>::init` and its siblings fit.
#define VERILOAD_PLUGIN(name, id_text, version_text, license_text, provides_ids, needs_ids, \
                        wants_ids, init_fn, component_fn, fini_fn)                          \
  extern "C" VL_EXPORT const vl_plugin_v1* VERILOAD_PLUGIN_ENTRY_(name)(void) noexcept {    \
    static constexpr auto provides_list = provides_ids;                                     \
    static constexpr auto needs_list = needs_ids;                                           \
    static constexpr auto wants_list = wants_ids;                                           \
    static constexpr vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1),                       \
                                                VL_ABI_MAJOR,                               \
                                                0,                                          \
                                                VL_ABI_MINOR,                               \
                                                0,                                          \
                                                0,                                          \
                                                id_text,                                    \
                                                version_text,                               \
                                                license_text,                               \
                                                VERILOAD_BUILD_TEXT,                        \
                                                provides_list.items,                        \
                                                needs_list.items,                           \
                                                wants_list.items,                           \
                                                init_fn,                                    \
                                                component_fn,                               \
                                                fini_fn};                                   \
    return &descriptor;                                                                     \
  }                                                                                         \
  VERILOAD_PLUGIN_NOTE_(0)

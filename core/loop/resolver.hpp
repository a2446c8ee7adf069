// Names to addresses without blocking the loop, with a cache. Flow: dialer -> [resolver] -> pool ->
// dialer.
#pragma once

#include "core/loop/name_lookup.hpp"
#include "core/loop/network.hpp"
#include "core/loop/offloads.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace veriload::loop {

/// An answer: addresses (without port), or why there are none.
struct resolution {
  int error = 0;    ///< an EAI code; 0 = `addresses` has at least one
  ns duration = 0;  ///< what the asker waited; 0 for a literal or a cached answer
  const address_list* addresses = nullptr;  ///< borrowed for the length of the call
};

/// One who waits for an answer; embedded in the asker.
struct resolution_waiter {
  explicit resolution_waiter(void (*on_answer)(resolution_waiter&,
                                               const resolution&) noexcept) noexcept
      : answered(on_answer) {}

  resolution_waiter* next = nullptr;
  resolution_waiter** link = nullptr;  ///< null while nothing is awaited
  ns since = 0;
  void (*answered)(resolution_waiter&, const resolution&) noexcept;
};

struct resolver_settings {
  name_lookup lookup = system_name_lookup;
  ns found_ttl = 60 * base::second;  ///< how long addresses are trusted: getaddrinfo does not tell
  ns failed_ttl =
      1 * base::second;  ///< keeps a thousand users of a mistyped name from asking a thousand times
  const network_settings* network = nullptr;  ///< null = no overrides; outlives the resolver
  std::size_t max_names = 4096;               ///< answers kept; expired ones make room first
};

/// The names of one loop. A name that the configuration overrides is never looked up. Look-ups of
/// one name at one time are one look-up; names are compared without case and without a trailing
/// dot. Thread: the loop.
class resolver {
 public:
  resolver(offloads& pool, const resolver_settings& settings);
  ~resolver();
  resolver(const resolver&) = delete;
  resolver& operator=(const resolver&) = delete;

  /// True when the answer is known: `out` holds it, and `out.addresses` is valid until the next
  /// call of this object. Else `waiter.answered` is called from the top level, unless `forget`
  /// comes first.
  bool resolve(std::string_view host, ns now, resolution_waiter& waiter, resolution& out);

  /// Takes a waiter out; the look-up goes on for the others and for the cache.
  void forget(resolution_waiter& waiter) noexcept;

 private:
  struct entry;

  bool fail(int error, resolution& out) noexcept;
  entry* find_or_make(const std::string& name, ns now);
  void make_room(ns now) noexcept;
  void finish(entry& of, const vl_result& result) noexcept;
  static vl_result run(vl_work* work) noexcept;
  static void done(vl_op* op, vl_result result) noexcept;

  offloads& pool_;
  const resolver_settings settings_;
  std::string folded_;  // reused, so that a cached name costs no allocation
  address_list literal_;
  std::unordered_map<std::string, std::unique_ptr<entry>> entries_;
};

}  // namespace veriload::loop

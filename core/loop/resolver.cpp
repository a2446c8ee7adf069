#include "core/loop/resolver.hpp"

#include "core/base/assert.hpp"

#include <netdb.h>

namespace veriload::loop {
namespace {

// What a name may have at most, RFC 1035.
constexpr std::size_t longest_name = 253;

void fold(std::string_view host, std::string& out) {
  if (host.ends_with('.')) host.remove_suffix(1);
  out.assign(host);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

}  // namespace

struct resolver::entry {
  vl_work work{};
  vl_op op{};
  resolver* owner = nullptr;
  const std::string* name = nullptr;  // the key in the map
  name_lookup lookup = nullptr;
  bool asking = false;  // a pool thread may be writing `fresh`
  int error = 0;
  ns expires = 0;
  resolution_waiter* waiters = nullptr;
  address_list addresses;
  address_list fresh;
};

resolver::resolver(offloads& pool, const resolver_settings& settings)
    : pool_(pool), settings_(settings) {
  folded_.reserve(longest_name + 1);
}

resolver::~resolver() {
  for (const auto& [name, of] : entries_) {
    VL_ASSERT(!of->asking, "the loop takes its blocking works home before it ends");
  }
}

bool resolver::fail(int error, resolution& out) noexcept {
  out = {error, 0, nullptr};
  return true;
}

bool resolver::resolve(std::string_view host, ns now, resolution_waiter& waiter, resolution& out) {
  if (const auto literal = socket_address::parse(host)) {
    literal_.count = 0;
    literal_.add(*literal);
    out = {0, 0, &literal_};
    return true;
  }
  // A terminator inside would let the system look up another name than the one that was allowed.
  if (host.empty() || host.size() > longest_name + 1 || host.find('\0') != std::string_view::npos) {
    return fail(EAI_NONAME, out);
  }
  if (settings_.network != nullptr) {
    if (const host_override* const instead = settings_.network->override_of(host)) {
      out = {0, 0, &instead->addresses};
      return true;
    }
  }
  fold(host, folded_);
  entry& of = *find_or_make(folded_, now);
  if (!of.asking) {
    if (now < of.expires) {
      out = {of.error, 0, &of.addresses};
      return true;
    }
    of.fresh.count = 0;
    of.op.complete = done;
    of.op.user = &of;
    of.work = {run, &of};
    if (pool_.start(of.work, of.op) != VL_PENDING) return fail(EAI_AGAIN, out);
    of.asking = true;
  }
  waiter.since = now;
  waiter.next = of.waiters;
  waiter.link = &of.waiters;
  if (waiter.next != nullptr) waiter.next->link = &waiter.next;
  of.waiters = &waiter;
  return false;
}

void resolver::forget(resolution_waiter& waiter) noexcept {
  if (waiter.link == nullptr) return;
  *waiter.link = waiter.next;
  if (waiter.next != nullptr) waiter.next->link = waiter.link;
  waiter.link = nullptr;
}

resolver::entry* resolver::find_or_make(const std::string& name, ns now) {
  if (const auto known = entries_.find(name); known != entries_.end()) return known->second.get();
  if (entries_.size() >= settings_.max_names) make_room(now);
  const auto [made, is_new] = entries_.emplace(name, std::make_unique<entry>());
  entry& of = *made->second;
  of.owner = this;
  of.name = &made->first;
  of.lookup = settings_.lookup;
  return &of;
}

void resolver::make_room(ns now) noexcept {
  std::erase_if(entries_, [now](const auto& item) {
    return !item.second->asking && item.second->expires <= now;
  });
  // All still good: the cache starts anew rather than growing with the run.
  if (entries_.size() >= settings_.max_names) {
    std::erase_if(entries_, [](const auto& item) { return !item.second->asking; });
  }
}

vl_result resolver::run(vl_work* work) noexcept {
  entry& of = *static_cast<entry*>(work->user);
  return {VL_OK, of.lookup(of.name->c_str(), of.fresh), 0};
}

void resolver::done(vl_op* op, vl_result result) noexcept {
  entry& of = *static_cast<entry*>(op->user);
  of.owner->finish(of, result);
}

void resolver::finish(entry& of, const vl_result& result) noexcept {
  const ns now = base::monotonic_now();
  of.asking = false;
  // A work that the pool did not run has no answer, and leaves none in the cache.
  of.error = result.status == VL_OK ? result.native : EAI_AGAIN;
  of.addresses = of.fresh;
  const ns ttl = of.error == 0 ? settings_.found_ttl : settings_.failed_ttl;
  of.expires = result.status == VL_OK ? now + ttl : 0;

  // Each waiter may ask again, cancel others, or change the cache: nothing of the entry is used
  // after the list and the answer were taken out.
  const address_list answer = of.addresses;
  const int error = of.error;
  resolution_waiter* rest = of.waiters;
  of.waiters = nullptr;
  if (rest != nullptr) rest->link = &rest;
  while (rest != nullptr) {
    resolution_waiter& waiter = *rest;
    forget(waiter);
    waiter.answered(waiter, {error, now - waiter.since, &answer});
  }
}

}  // namespace veriload::loop

#include "examples/target/objects.hpp"

#include "examples/target/text.hpp"

#include <utility>

namespace target {

objects::objects(std::size_t cap) : cap_(cap) {}

object objects::add(const std::string& owner, std::string fields) {
  const std::scoped_lock held(lock_);
  const serial number = ++last_;
  object added{"o-" + std::to_string(number), owner, std::move(fields)};
  all_.emplace(number, added);
  by_owner_[owner].insert(number);
  if (all_.size() > cap_) forget(all_.begin());
  return added;
}

objects::answer objects::find(const std::string& id, const std::string& user) const {
  const std::scoped_lock held(lock_);
  const auto at = locate(id);
  if (const auto why = check(at, user); why != refusal::none) return {why, std::nullopt};
  return {refusal::none, at->second};
}

objects::answer objects::replace(const std::string& id, const std::string& user,
                                 std::string fields) {
  const std::scoped_lock held(lock_);
  const auto at = locate(id);
  if (const auto why = check(at, user); why != refusal::none) return {why, std::nullopt};
  auto& stored = all_.at(at->first);
  stored.fields = std::move(fields);
  return {refusal::none, stored};
}

objects::answer objects::remove(const std::string& id, const std::string& user) {
  const std::scoped_lock held(lock_);
  const auto at = locate(id);
  if (const auto why = check(at, user); why != refusal::none) return {why, std::nullopt};
  answer removed{refusal::none, at->second};
  forget(at);
  return removed;
}

std::vector<object> objects::list(const std::string& owner, std::size_t offset,
                                  std::size_t limit) const {
  const std::scoped_lock held(lock_);
  std::vector<object> found;
  const auto own = by_owner_.find(owner);
  if (own == by_owner_.end()) return found;
  for (const serial number : own->second) {
    if (offset > 0) {
      --offset;
    } else if (found.size() < limit) {
      found.push_back(all_.at(number));
    } else {
      break;
    }
  }
  return found;
}

std::size_t objects::count(const std::string& owner) const {
  const std::scoped_lock held(lock_);
  const auto own = by_owner_.find(owner);
  return own == by_owner_.end() ? 0 : own->second.size();
}

std::size_t objects::remove_all(const std::string& owner) {
  const std::scoped_lock held(lock_);
  const auto own = by_owner_.find(owner);
  if (own == by_owner_.end()) return 0;
  const auto numbers = std::move(own->second);
  by_owner_.erase(own);
  for (const serial number : numbers)
    all_.erase(number);
  return numbers.size();
}

refusal objects::check(table::const_iterator at, const std::string& user) const {
  if (at == all_.end()) return refusal::unknown;
  return at->second.owner == user ? refusal::none : refusal::foreign;
}

objects::table::const_iterator objects::locate(const std::string& id) const {
  if (!id.starts_with("o-")) return all_.end();
  const auto number = count_of(std::string_view(id).substr(2));
  return number ? all_.find(*number) : all_.end();
}

void objects::forget(table::const_iterator at) {
  const auto own = by_owner_.find(at->second.owner);
  own->second.erase(at->first);
  if (own->second.empty()) by_owner_.erase(own);
  all_.erase(at);
}

}  // namespace target

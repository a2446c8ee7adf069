#include "examples/target/accounts.hpp"

#include <array>
#include <cstdio>

namespace target {

accounts::accounts(std::size_t cap) : cap_(cap), random_(std::random_device{}()) {}

std::optional<user> accounts::add(const std::string& email, const std::string& password,
                                  const std::string& fields) {
  const std::scoped_lock held(lock_);
  if (by_email_.contains(email)) return std::nullopt;

  const serial number = ++last_;
  record added{user{"u-" + std::to_string(number), email, fields}, password};
  by_email_.emplace(email, number);
  const auto& stored = users_.emplace(number, std::move(added)).first->second;
  if (users_.size() > cap_) forget(users_.begin()->first);
  return stored.who;
}

std::optional<std::string> accounts::log_in(const std::string& email, const std::string& password) {
  const std::scoped_lock held(lock_);
  const auto found = by_email_.find(email);
  if (found == by_email_.end() || users_.at(found->second).password != password)
    return std::nullopt;

  std::array<char, 33> text;
  std::snprintf(text.data(), text.size(), "%016llx%016llx",
                static_cast<unsigned long long>(random_()),
                static_cast<unsigned long long>(random_()));
  std::string token(text.data());
  user_of_token_.emplace(token, found->second);
  tokens_.emplace(++last_, token);
  if (tokens_.size() > cap_) {
    user_of_token_.erase(tokens_.begin()->second);
    tokens_.erase(tokens_.begin());
  }
  return token;
}

std::optional<user> accounts::owner_of(const std::string& token) const {
  const std::scoped_lock held(lock_);
  const auto found = user_of_token_.find(token);
  if (found == user_of_token_.end()) return std::nullopt;
  const auto owner = users_.find(found->second);
  if (owner == users_.end()) return std::nullopt;
  return owner->second.who;
}

bool accounts::remove(const std::string& email) {
  const std::scoped_lock held(lock_);
  const auto found = by_email_.find(email);
  if (found == by_email_.end()) return false;
  forget(found->second);
  return true;
}

std::size_t accounts::size() const {
  const std::scoped_lock held(lock_);
  return users_.size();
}

void accounts::forget(serial number) {
  const auto found = users_.find(number);
  by_email_.erase(found->second.who.email);
  users_.erase(found);
}

}  // namespace target

// The users of the target and their tokens, in memory. Flow: account routes -> [accounts].
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>

namespace target {

/// A registered user.
struct user {
  std::string id;
  std::string email;
  std::string fields;  ///< what else was registered, without the password: text of a JSON object
};

/// Registers users, logs them in, and tells whose a token is.
///
/// Holds at most `cap` users and `cap` tokens; the oldest goes first, so a long run cannot fill the
/// memory. Thread: any; one lock around everything, since no route holds it longer than a lookup.
class accounts {
 public:
  explicit accounts(std::size_t cap);

  /// The new user; nothing when the e-mail is taken. An empty password lets everybody in.
  std::optional<user> add(const std::string& email, const std::string& password,
                          const std::string& fields);

  /// A new token; nothing when the e-mail is unknown or the password is another.
  std::optional<std::string> log_in(const std::string& email, const std::string& password);

  /// Whose token it is; nothing when it is unknown, too old, or its user was removed.
  std::optional<user> owner_of(const std::string& token) const;

  /// Removes the user; its tokens are worth nothing from then on. False when there is no such user.
  bool remove(const std::string& email);

  std::size_t size() const;

 private:
  struct record {
    user who;
    std::string password;
  };
  using serial = std::uint64_t;  // ordered maps by serial number: the first is the oldest

  void forget(serial number);

  const std::size_t cap_;
  mutable std::mutex lock_;
  serial last_ = 0;
  std::map<serial, record> users_;
  std::unordered_map<std::string, serial> by_email_;
  std::unordered_map<std::string, serial> user_of_token_;
  std::map<serial, std::string> tokens_;
  std::mt19937_64 random_;
};

}  // namespace target

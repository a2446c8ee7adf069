#include "plugins/http/digest.hpp"

#include "plugins/http/auth_challenge.hpp"
#include "plugins/http/character_class.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <new>

namespace veriload::http_plugin {
namespace {

bool is_true(std::string_view text) { return equal_ignoring_case(text, "true"); }

// "auth" among the comma-separated words.
bool offers_auth(std::string_view words) {
  while (!words.empty()) {
    const std::size_t comma = std::min(words.find(','), words.size());
    if (equal_ignoring_case(trimmed(words.substr(0, comma)), "auth")) return true;
    words.remove_prefix(std::min(comma + 1, words.size()));
  }
  return false;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

// RFC 8187.
void append_extended(std::string& out, std::string_view text) {
  constexpr const char* digits = "0123456789ABCDEF";
  out += "UTF-8''";
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (is_token_char(c) && c != '*' && c != '\'' && c != '%') {
      out += c;
    } else {
      out += '%';
      out += digits[u >> 4];
      out += digits[u & 15];
    }
  }
}

bool is_plain_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

// OpenSSL's context, made once.
struct digest_login::hasher {
  hasher() : context(EVP_MD_CTX_new()) {
    if (context == nullptr) throw std::bad_alloc();
  }
  ~hasher() { EVP_MD_CTX_free(context); }
  hasher(const hasher&) = delete;
  hasher& operator=(const hasher&) = delete;

  static const EVP_MD* method(hash algorithm) noexcept {
    switch (algorithm) {
      case hash::md5:
        return EVP_md5();
      case hash::sha256:
        return EVP_sha256();
      case hash::sha512_256:
        break;
    }
    return EVP_sha512_256();
  }

  // False where the algorithm is switched off, as MD5 is under FIPS.
  bool can(hash algorithm) { return EVP_DigestInit_ex(context, method(algorithm), nullptr) == 1; }

  // The hash of the parts with ':' between them, in hexadecimal.
  void operator()(std::string& out, hash algorithm, std::initializer_list<std::string_view> parts) {
    constexpr const char* digits = "0123456789abcdef";
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    bool ok = can(algorithm), first = true;
    for (const std::string_view part : parts) {
      if (!first) ok = ok && EVP_DigestUpdate(context, ":", 1) == 1;
      ok = ok && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
      first = false;
    }
    // pick() saw that the algorithm works, so only memory can be missing.
    if (!ok || EVP_DigestFinal_ex(context, bytes, &size) != 1) throw std::bad_alloc();
    out.clear();
    for (unsigned i = 0; i < size; ++i) {
      out += digits[bytes[i] >> 4];
      out += digits[bytes[i] & 15];
    }
  }

  EVP_MD_CTX* context;
};

digest_login::digest_login() = default;
digest_login::~digest_login() = default;
digest_login::digest_login(digest_login&&) noexcept = default;
digest_login& digest_login::operator=(digest_login&&) noexcept = default;

void digest_login::take_parameter(offer& made, std::string_view name, std::string_view value) {
  if (equal_ignoring_case(name, "realm")) {
    made.realm = value;
  } else if (equal_ignoring_case(name, "nonce")) {
    made.nonce = value;
  } else if (equal_ignoring_case(name, "opaque")) {
    made.opaque = value;
    made.has_opaque = true;
  } else if (equal_ignoring_case(name, "stale")) {
    made.stale = is_true(value);
  } else if (equal_ignoring_case(name, "userhash")) {
    made.user_hash = is_true(value);
  } else if (equal_ignoring_case(name, "qop")) {
    made.qop_named = true;
    made.qop_auth = offers_auth(value);
  } else if (equal_ignoring_case(name, "algorithm")) {
    made.algorithm_named = true;
    made.session = value.size() > 5 && equal_ignoring_case(value.substr(value.size() - 5), "-sess");
    if (made.session) value.remove_suffix(5);
    if (equal_ignoring_case(value, "md5")) {
      made.algorithm = hash::md5;
    } else if (equal_ignoring_case(value, "sha-256")) {
      made.algorithm = hash::sha256;
    } else if (equal_ignoring_case(value, "sha-512-256")) {
      made.algorithm = hash::sha512_256;
    } else {
      made.known = false;
    }
  }
}

// The strongest usable offer becomes chosen_. False when there is no Digest at all.
bool digest_login::pick(std::span<const std::string_view> fields) {
  bool seen = false, in_digest = false;
  offer made;
  const auto judge = [&] {
    if (in_digest && made.usable() && hasher_->can(made.algorithm) &&
        (!chosen_.usable() || made.algorithm > chosen_.algorithm)) {
      chosen_ = std::move(made);
    }
    made = offer();
    in_digest = false;
  };
  auth_piece piece;
  for (std::string_view field : fields) {
    for (;;) {
      next_auth_piece(field, piece);
      if (piece.what == auth_piece::kind::parameter) {
        if (in_digest) take_parameter(made, piece.name, piece.value);
        continue;
      }
      // What a challenge holds after a wrong byte is not known, so it does not count.
      if (piece.what == auth_piece::kind::wrong) made.known = false;
      if (piece.what != auth_piece::kind::blob) judge();
      if (piece.what == auth_piece::kind::scheme) {
        in_digest = equal_ignoring_case(piece.name, "digest");
        seen = seen || in_digest;
      } else if (piece.what != auth_piece::kind::blob) {
        break;
      }
    }
  }
  return seen;
}

void digest_login::name_user(std::string_view user) {
  user_field_ = "username=";
  if (chosen_.user_hash) {
    std::string hashed;
    (*hasher_)(hashed, chosen_.algorithm, {user, chosen_.realm});
    append_quoted(user_field_, hashed);
  } else if (is_plain_text(user)) {
    append_quoted(user_field_, user);
  } else {
    user_field_ = "username*=";
    append_extended(user_field_, user);
  }
}

digest_verdict digest_login::challenge(std::span<const std::string_view> fields,
                                       const digest_credentials& who,
                                       std::string_view client_nonce) {
  if (!hasher_) hasher_ = std::make_unique<hasher>();
  ready_ = false;
  chosen_ = offer();
  if (!pick(fields)) return digest_verdict::none;
  if (!chosen_.usable()) return digest_verdict::unsupported;

  client_nonce_ = client_nonce;
  uses_ = 0;
  name_user(who.user);
  (*hasher_)(secret_, chosen_.algorithm, {who.user, chosen_.realm, who.password});
  if (chosen_.session) {
    // The client nonce stays the same for all requests: this holds for every reading of the RFC.
    const std::string inner = secret_;
    (*hasher_)(secret_, chosen_.algorithm, {inner, chosen_.nonce, client_nonce_});
  }
  ready_ = true;
  return chosen_.stale ? digest_verdict::stale : digest_verdict::ready;
}

void digest_login::authorize(std::string& out, std::string_view method, std::string_view target) {
  constexpr const char* names[] = {"MD5", "SHA-256", "SHA-512-256"};
  char count[9];
  std::snprintf(count, sizeof count, "%08x", static_cast<unsigned>(++uses_));
  (*hasher_)(request_hash_, chosen_.algorithm, {method, target});
  if (chosen_.qop_auth) {
    (*hasher_)(response_, chosen_.algorithm,
               {secret_, chosen_.nonce, count, client_nonce_, "auth", request_hash_});
  } else {
    (*hasher_)(response_, chosen_.algorithm, {secret_, chosen_.nonce, request_hash_});
  }
  out += "Digest ";
  out += user_field_;
  out += ", realm=";
  append_quoted(out, chosen_.realm);
  out += ", nonce=";
  append_quoted(out, chosen_.nonce);
  out += ", uri=";
  append_quoted(out, target);
  out.append(", response=\"").append(response_).append("\"");
  if (chosen_.algorithm_named) {
    out.append(", algorithm=").append(names[static_cast<int>(chosen_.algorithm)]);
    if (chosen_.session) out += "-sess";
  }
  if (chosen_.has_opaque) {
    out += ", opaque=";
    append_quoted(out, chosen_.opaque);
  }
  if (chosen_.qop_auth) out.append(", qop=auth, nc=").append(count);
  if (chosen_.qop_auth || chosen_.session) {
    out += ", cnonce=";
    append_quoted(out, client_nonce_);
  }
  if (chosen_.user_hash) out += ", userhash=true";
}

void digest_login::take_info(std::string_view field) {
  auth_piece piece;
  do {
    next_auth_piece(field, piece);
    if (ready_ && piece.what == auth_piece::kind::parameter &&
        equal_ignoring_case(piece.name, "nextnonce") && !piece.value.empty()) {
      chosen_.nonce = piece.value;
      uses_ = 0;
    }
  } while (piece.what != auth_piece::kind::end && piece.what != auth_piece::kind::wrong);
}

}  // namespace veriload::http_plugin

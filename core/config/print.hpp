// The effective configuration for people and machines, secrets masked. Flow: load -> [print] ->
// validate, report.
#pragma once

#include "core/base/node.hpp"

#include <string>
#include <string_view>

namespace veriload::config {

/// A copy in which no secret can be read: the password in a database's dsn and in every URL, and
/// every value below a plugin's section or a report whose key speaks of a password, token, secret,
/// credential or API key, is `***`; `token_url` is no secret.
base::node masked(const base::node& effective);

/// The configuration as YAML that reads back as the same values, secrets masked. With `origins`,
/// each line says where its value came from (`# veriload.yaml:12:3`, `# default`, `# --set
/// run.users=5`).
std::string print_yaml(const base::node& effective, bool origins);

/// The configuration as indented JSON, secrets masked.
std::string print_json(const base::node& effective);

/// 16 hex digits: FNV-1a (64 bits) over the document as JSON in one line. Not a cryptographic hash.
std::string hash_of(const base::node& effective);

/// A database's connection text with its password as `***`, in the URL form
/// (`postgresql://me:pw@host/db`) and in the key form (`host=h password=pw`).
std::string masked_dsn(std::string_view dsn);

}  // namespace veriload::config

// SPDX-License-Identifier: MIT
#include "rules/secret_reader.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace steward::rules {
namespace {

std::string from_file(const PlacedText& path, const std::filesystem::path& folder,
                      Problems& problems) {
  const auto whole = folder / std::string(trimmed(path.text()));
  std::ifstream stream(whole, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream || stream.bad()) {
    problems.error(path.mark(), fmt::format("cannot read '{}', or it is empty", whole.string()));
    return {};
  }
  std::string secret(trimmed(text.str()));
  if (secret.empty()) {
    problems.error(path.mark(), fmt::format("the file '{}' is empty", whole.string()));
  }
  return secret;
}

std::string from_environment(const PlacedText& name, Problems& problems) {
  const std::string variable(trimmed(name.text()));
  const char* value = std::getenv(variable.c_str());
  if (value != nullptr && *value != '\0') return value;
  problems.error(name.mark(), fmt::format("the environment variable '{}' is not set", variable));
  return {};
}

}  // namespace

std::string read_secret(YamlReader& reader, std::string_view key,
                        const std::filesystem::path& folder, Secrets secrets, Problems& problems) {
  const auto* node = reader.value(key);
  if (node == nullptr) return {};
  if (node->kind == YamlKind::text) {
    refuse_literal(reader.mark_of(key), key, problems);
    return {};
  }
  YamlReader source(*node, secret_keys(), fmt::format("'{}'", key), problems);
  const auto* file = source.text("file");
  const auto* variable = source.text("env");
  source.finish();
  if (!source.is_mapping()) return {};
  if (source.has("file") == source.has("env")) {
    problems.error(node->mark, fmt::format("'{}' must name either a file or a variable", key),
                   "write {file: PATH} or {env: NAME}");
    return {};
  }
  if (secrets == Secrets::named) return {};
  if (file != nullptr) return from_file(*file, folder, problems);
  return variable != nullptr ? from_environment(*variable, problems) : std::string();
}

void refuse_literal(const SourceMark& mark, std::string_view key, Problems& problems) {
  problems.error(mark, fmt::format("'{}' holds a secret, which does not belong here", key),
                 "write {file: PATH} or {env: NAME}, and keep the secret there");
}

}  // namespace steward::rules

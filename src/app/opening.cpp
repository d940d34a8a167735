// SPDX-License-Identifier: MIT
#include "app/opening.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "steward/rules/settings.hpp"
#include "steward/store/migrate.hpp"

namespace steward::app {

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

std::string who_asks() {
  const auto* const user = getpwuid(geteuid());
  return fmt::format("{}@{}", user != nullptr ? user->pw_name : std::to_string(geteuid()),
                     host_name());
}

Result<std::filesystem::path> find_configuration(const std::filesystem::path& given) {
  if (!given.empty()) return given;
  if (const char* const named = std::getenv("STEWARD_CONFIG"); named != nullptr && *named != '\0') {
    return std::filesystem::path(named);
  }
  for (const char* const usual : {"config/steward.yaml", "/etc/steward/config/steward.yaml"}) {
    std::error_code ignored;
    if (std::filesystem::exists(usual, ignored)) return std::filesystem::path(usual);
  }
  return Error(ErrorCode::not_found,
               "there is no configuration: neither config/steward.yaml below this folder nor "
               "/etc/steward/config/steward.yaml; name one with --config FILE or STEWARD_CONFIG");
}

Result<std::unique_ptr<Installation>> open_installation(const std::filesystem::path& given) {
  const auto file = find_configuration(given);
  if (!file) return file.error();
  Problems problems;
  auto settings = rules::read_settings(*file, problems);
  fmt::print(stderr, "{}", problems.render_all());
  if (!settings) {
    return Error(ErrorCode::invalid_input,
                 fmt::format("the configuration {} cannot be used", file->string()));
  }
  return Installation::open(std::move(*settings));
}

Result<Organisation> read_organisation(Installation& installation) {
  Problems problems;
  auto set = installation.load_in_force(problems);
  if (set && *set == nullptr) set = installation.load(problems);
  if (!set) return set.error();
  if (*set) return Organisation{(*set)->people, (*set)->zone};
  fmt::print(stderr,
             "steward: the files have errors ('steward check' lists them): people are shown by "
             "key and times in UTC\n");
  return Organisation{};
}

Result<> require_schema(Installation& installation) {
  const auto pending = store::pending_migrations(installation.pool());
  if (!pending) return pending.error();
  if (pending->empty()) return {};
  return Error(ErrorCode::unavailable,
               "the database lacks steward's schema, or an older version made it: run "
               "'steward db migrate'");
}

}  // namespace steward::app

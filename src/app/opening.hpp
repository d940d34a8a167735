// SPDX-License-Identifier: MIT
// What the commands that report have in common: the installation, and what only its files say.
#pragma once

#include <filesystem>
#include <memory>

#include "app/installation.hpp"
#include "steward/calendar/zone.hpp"
#include "steward/model/rule.hpp"

namespace steward::app {

/// Of this machine, as it is known on the network.
[[nodiscard]] std::string host_name();
/// "user@host": who gives a command.
[[nodiscard]] std::string who_asks();

/// The file to read: `given`, else $STEWARD_CONFIG, else config/steward.yaml below the current
/// folder, else /etc/steward/config/steward.yaml. Errors: `not_found` when there is none.
[[nodiscard]] Result<std::filesystem::path> find_configuration(const std::filesystem::path& given);

/// Reads the settings and makes the installation. Mistakes in the file are written to standard
/// error. Errors: `invalid_input`, `not_found`.
[[nodiscard]] Result<std::unique_ptr<Installation>> open_installation(
    const std::filesystem::path& given);

/// How reports name people and tell the time.
struct Organisation {
  model::PeopleQueries people;
  calendar::Zone zone;
};

/// From the rule set in force, else from the files; where they have errors, people are shown by
/// key and times in UTC, and standard error says so. Errors: of the database.
[[nodiscard]] Result<Organisation> read_organisation(Installation& installation);

/// Nothing when the schema is as this program needs it; else an error that says what to run.
[[nodiscard]] Result<> require_schema(Installation& installation);

}  // namespace steward::app

// SPDX-License-Identifier: MIT
// `steward init`: a working configuration for a database that steward has never seen.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/initial_files.hpp"
#include "app/words.hpp"
#include "steward/rules/model_suggestion.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "steward/store/pool.hpp"
#include "steward/store/postgres_store.hpp"

namespace steward::app {
namespace {

namespace fs = std::filesystem;

Result<std::string> choose_schema(store::Pool& pool, const std::string& asked) {
  if (!asked.empty()) return asked;
  const auto schemas = store::schemas_with_tables(pool);
  if (!schemas) return schemas.error();
  if (std::find(schemas->begin(), schemas->end(), "public") != schemas->end()) {
    return std::string("public");
  }
  if (schemas->size() == 1) return schemas->front();
  return Error(
      ErrorCode::invalid_input,
      schemas->empty()
          ? std::string("the database has no tables that this role can see")
          : fmt::format("there are tables in several schemas ({}): choose one with --schema",
                        fmt::join(*schemas, ", ")));
}

/// Nothing is overwritten, and nothing is written unless everything can be.
Result<> require_free(const fs::path& folder, const std::map<fs::path, std::string>& files) {
  for (const auto& [path, text] : files) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(folder / path, ignored))) continue;
    return Error(ErrorCode::invalid_input,
                 fmt::format("{} is there already: nothing was written; choose another folder with "
                             "--dir",
                             (folder / path).string()));
  }
  return {};
}

Result<> write(const fs::path& folder, const std::map<fs::path, std::string>& files) {
  for (const auto& [path, text] : files) {
    const auto whole = folder / path;
    std::error_code failure;
    fs::create_directories(whole.parent_path(), failure);
    std::ofstream file(whole, std::ios::binary);
    file << text;
    file.close();
    if (failure || !file) {
      return Error(ErrorCode::unavailable, fmt::format("{} cannot be written", whole.string()));
    }
  }
  return {};
}

/// The people of the database, as far as they can be read.
model::Roster roster_of(store::Pool& pool, const model::PeopleQueries& people) {
  model::Roster roster;
  if (people.staff.sql.empty()) return roster;
  store::PostgresStore store(pool);
  const auto read = store.transact([&](engine::Transaction& transaction) -> Result<> {
    roster = transaction.roster(people);
    return {};
  });
  return read ? roster : model::Roster();
}

Result<std::map<fs::path, std::string>> draw_up(const InitCommand& command) {
  const char* const variable = std::getenv("STEWARD_DATABASE");
  const std::string environment = variable == nullptr ? "" : variable;
  const auto& url = command.database.empty() ? environment : command.database;
  if (url.empty()) {
    return Error(ErrorCode::invalid_input,
                 "no database is named: give --database, or set STEWARD_DATABASE");
  }
  const auto connection = store::complete_connection(url);
  if (!connection) return connection.error();
  store::Pool pool(*connection, 1);
  const auto schema = choose_schema(pool, command.schema);
  if (!schema) return schema.error();
  const auto catalog = store::read_catalog(pool, *schema);
  if (!catalog) return catalog.error();
  const auto model = rules::suggest_model(*schema, *catalog);
  const auto role = first_role(roster_of(pool, rules::people_of(model, *catalog)));
  return initial_files(database_reference(command.database), model, *catalog, role);
}

}  // namespace

int run(const InitCommand& command, const std::filesystem::path& /*config*/) {
  const auto files = draw_up(command);
  if (!files) return fail(files.error());
  Result<> done = require_free(command.folder, *files);
  if (done) done = write(command.folder, *files);
  if (!done) return fail(done.error());
  for (const auto& [path, text] : *files) {
    fmt::print("wrote {}\n", (command.folder / path).string());
  }
  const auto settings = (command.folder / "steward.yaml").string();
  const bool by_variable =
      (*files).at("steward.yaml").find("{env: STEWARD_DATABASE}\n") != std::string::npos;
  fmt::print(
      "Nothing is sent: delivery is shadow.{}\nNext: answer the questions in {}, then\n"
      "  steward --config {} check\n",
      by_variable ? " Set STEWARD_DATABASE to the database's connection: it is not stored." : "",
      (command.folder / "model.yaml").string(), settings);
  return kDone;
}

}  // namespace steward::app

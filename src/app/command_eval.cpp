// SPDX-License-Identifier: MIT
// `steward eval`: tries an expression, by the SQL that a rule's would become.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "app/commands.hpp"
#include "app/eval_lines.hpp"
#include "app/exit_code.hpp"
#include "app/json_lines.hpp"
#include "app/opening.hpp"
#include "steward/rules/evaluation.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"

namespace steward::app {
namespace {

constexpr const char* kNoDatabase =
    "expressions are evaluated by PostgreSQL, and no database is configured: name a configuration "
    "with --config FILE, or set STEWARD_DATABASE in the environment";

/// Of the configuration; without one, of the environment: facts need no more.
Result<std::string> connection_for(const std::filesystem::path& config) {
  std::string database;
  const auto file = find_configuration(config);
  const char* const named = std::getenv("STEWARD_DATABASE");
  if (file) {
    Problems problems;
    const auto settings = rules::read_settings(*file, problems);
    if (settings) database = settings->database;
    if (!settings && named == nullptr) {
      fmt::print(stderr, "{}", problems.render_all());
      return Error(ErrorCode::unavailable,
                   fmt::format("the configuration {} cannot be used", file->string()));
    }
  }
  if (database.empty() && named != nullptr) database = named;
  if (database.empty()) return Error(ErrorCode::unavailable, kNoDatabase);
  return store::complete_connection(database);
}

/// Prints the mistakes and warnings, and the value if there is one.
int show(const std::optional<model::Query>& query, const Problems& problems,
         Result<store::Evaluations>& evaluations, const std::vector<std::string>& keys = {}) {
  fmt::print(stderr, "{}", problems.render_all());
  if (!query) return kRefused;
  const auto value = evaluations->answer(*query, keys);
  if (!value) return fail(value.error());
  if (!*value) {
    return fail({ErrorCode::not_found, fmt::format("there is no record '{}'", keys.front())});
  }
  fmt::print("{}\n", **value);
  return kDone;
}

int evaluate_facts(const EvalCommand& command, const std::filesystem::path& config) {
  Problems problems;
  json::object given;
  if (!command.facts.empty()) {
    auto read = rules::read_facts(command.facts, problems);
    if (!read) {
      fmt::print(stderr, "{}", problems.render_all());
      return kRefused;
    }
    given = std::move(*read);
  }
  const auto facts = rules::Facts::from(given);
  if (!facts) return fail(facts.error());
  const auto query = rules::compile_for_facts(command.expression, *facts, problems);
  if (!query) {
    fmt::print(stderr, "{}", problems.render_all());
    return kRefused;
  }
  const auto connection = connection_for(config);
  if (!connection) return fail(connection.error());
  auto evaluations = store::Evaluations::open(*connection);
  if (!evaluations) return fail(evaluations.error());
  return show(query, problems, evaluations);
}

/// "service_deliveries/42"
int evaluate_record(const EvalCommand& command, const std::filesystem::path& config) {
  const auto slash = command.subject.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == command.subject.size()) {
    return fail({ErrorCode::invalid_input,
                 fmt::format("'{}' names no record: expected an entity and a key, clients/42",
                             command.subject)});
  }
  const auto installation = open_installation(config);
  if (!installation) return fail(installation.error());
  Problems problems;
  const auto& model = (*installation)->settings().paths.model;
  const auto header = rules::read_model_header(model, problems);
  if (problems.has_errors()) {
    fmt::print(stderr, "{}", problems.render_all());
    return kRefused;
  }
  const auto catalog = store::read_catalog((*installation)->pool(), header.schema);
  if (!catalog) return fail(catalog.error());
  const auto connection = store::complete_connection((*installation)->settings().database);
  if (!connection) return fail(connection.error());
  auto evaluations = store::Evaluations::open(*connection);
  if (!evaluations) return fail(evaluations.error());
  const auto key = command.subject.substr(slash + 1);
  const auto query = rules::compile_for_record(command.expression, command.subject.substr(0, slash),
                                               key, *catalog, model, problems);
  return show(query, problems, evaluations, {key});
}

int evaluate_lines(const std::filesystem::path& config) {
  const auto connection = connection_for(config);
  if (!connection) return fail(connection.error());
  auto evaluations = store::Evaluations::open(*connection);
  if (!evaluations) return fail(evaluations.error());
  const auto done = answer_json_lines(
      STDIN_FILENO, STDOUT_FILENO,
      [&](const json::object& request) { return answer_eval_line(request, *evaluations); });
  return done ? kDone : fail(done.error());
}

}  // namespace

int run(const EvalCommand& command, const std::filesystem::path& config) {
  if (command.json_lines) return evaluate_lines(config);
  return command.subject.empty() ? evaluate_facts(command, config)
                                 : evaluate_record(command, config);
}

}  // namespace steward::app

// SPDX-License-Identifier: MIT
#include "app/installation.hpp"

#include <fmt/format.h>

#include "app/table.hpp"
#include "app/words.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/rules/calendar_files.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"

namespace steward::app {

Result<std::unique_ptr<Installation>> Installation::open(rules::Settings settings) {
  if (settings.database.empty()) {
    return Error(ErrorCode::invalid_input,
                 "no database is configured: set database: in the configuration, or "
                 "STEWARD_DATABASE in the environment");
  }
  const auto connection = store::complete_connection(settings.database);
  if (!connection) return connection.error();
  return std::unique_ptr<Installation>(new Installation(std::move(settings), *connection));
}

Installation::Installation(rules::Settings settings, const std::string& connection)
    : settings_(std::move(settings)),
      pool_(connection, static_cast<std::size_t>(settings_.connections) - 1),
      store_(pool_, store::Time::real),
      clock_(pool_),
      firing_pool_(connection, 1),
      firing_store_(firing_pool_, store::Time::real),
      firing_clock_(firing_pool_) {}

Result<FilesRead> Installation::read(const std::string& known, Severity unknown_people) {
  FilesRead read;
  const auto files = rules::read_files(settings_.paths, read.problems);
  read.digest = files.digest();
  for (const auto& [path, text] : files.feeds) read.feeds.emplace_back(path);
  read.known = read.digest == known;
  if (read.known) return read;
  auto set = make(files, read.problems, unknown_people);
  if (!set) return set.error();
  read.set = std::move(*set);
  if (read.set == nullptr) return read;
  const auto now = clock_.now();
  if (!now) return now.error();
  rules::warn_of_ends(read.set->holiday_files, *now, read.problems);
  return read;
}

Result<std::shared_ptr<const model::RuleSet>> Installation::load(Problems& problems,
                                                                 Severity unknown_people) {
  auto files = read({}, unknown_people);
  if (!files) return files.error();
  problems.add(files->problems);
  return std::move(files->set);
}

Result<std::shared_ptr<const model::RuleSet>> Installation::load_in_force(Problems& problems) {
  auto stored = engine::stored_in_force(store_);
  if (!stored) return stored.error();
  if (stored->files.empty()) return std::shared_ptr<const model::RuleSet>();
  return make(rules::parse_files(std::move(stored->files), problems), problems, Severity::warning);
}

Result<std::shared_ptr<const model::RuleSet>> Installation::load_stored(const std::string& digest,
                                                                        Problems& problems) {
  auto files = engine::stored_files(store_, digest);
  if (!files) return files.error();
  if (files->empty()) return std::shared_ptr<const model::RuleSet>();
  return make(rules::parse_files(std::move(*files), problems), problems, Severity::warning);
}

Result<std::shared_ptr<const model::RuleSet>> Installation::make(const rules::FileSet& files,
                                                                 Problems& problems,
                                                                 Severity unknown_people) {
  const auto errors_before = problems.error_count();
  const auto header = rules::read_model_header(files, problems);
  if (problems.error_count() != errors_before ||
      files.incomplete.count(model::FileKind::model) > 0) {
    return std::shared_ptr<const model::RuleSet>();
  }
  const auto catalog = store::read_catalog(pool_, header.schema);
  if (!catalog) return catalog.error();
  const rules::Directory directory{
      [this](const model::PeopleQueries& people) { return read_roster(people); }, unknown_people};
  return rules::load_rules(files, *catalog, settings_.organisation, problems, directory);
}

std::string first_error(const Problems& problems) {
  for (const auto& problem : problems.sorted()) {
    if (problem.severity != Severity::error) continue;
    const auto text = problems.render(problem);
    const auto line = printable(text.substr(0, text.find('\n')));
    constexpr std::string_view kWord = ": error: ";
    const auto at = line.find(kWord);
    if (at == std::string::npos) return line;
    return line.substr(0, at) + ": " + line.substr(at + kWord.size());
  }
  return {};
}

engine::Refusal refusal_of(const FilesRead& files) {
  engine::Refusal refusal;
  refusal.digest = files.digest;
  for (const auto& problem : files.problems.sorted()) {
    if (problem.severity != Severity::error) continue;
    refusal.file = problem.mark.file;
    refusal.first_error = files.problems.render(problem);
    break;
  }
  refusal.summary =
      fmt::format("{}, the first at {}", counted(files.problems.error_count(), "error"),
                  first_error(files.problems));
  return refusal;
}

engine::RuleLoading::Foresee foresee(Installation& installation,
                                     const engine::LoadSettings& settings) {
  return [&installation, delivery = settings.delivery](const model::RuleSet* running,
                                                       const model::RuleSet& next, Instant now) {
    engine::PlanOptions options;
    options.delivery = delivery;
    return engine::make_plan(installation.store(), running, next, now, options);
  };
}

engine::LoadSettings load_settings(const rules::Settings& settings,
                                   engine::DispatchSettings delivery) {
  engine::LoadSettings load;
  load.mode = settings.reload;
  load.limits = settings.reload_limits;
  load.delivery = std::move(delivery);
  load.admins = settings.admins;
  return load;
}

std::optional<model::Roster> Installation::read_roster(const model::PeopleQueries& people) {
  std::optional<model::Roster> roster;
  const auto read = store_.transact([&](engine::Transaction& transaction) -> Result<> {
    roster = transaction.roster(people);
    return {};
  });
  return read ? roster : std::nullopt;
}

}  // namespace steward::app

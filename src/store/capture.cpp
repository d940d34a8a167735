// SPDX-License-Identifier: MIT
#include "steward/store/capture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "store/capture_script.hpp"
#include "store/session.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

using model::quoted;

constexpr std::string_view kInstallation = R"(
  select pg_catalog.to_regclass('steward.change') is not null as migrated)";

constexpr std::string_view kSimulation = "select simulation from steward.installation";

// A trigger of a partitioned table has a copy on each partition, which can be disabled there.
constexpr std::string_view kTriggers = R"(
  select n.nspname as schema, c.relname as "table", t.tgname as trigger, p.proname as function,
         bool_and(t.tgenabled = 'A') as enabled,
         max(pg_catalog.obj_description(t.oid, 'pg_trigger')) as comment
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_proc p on p.oid = t.tgfoid
    join pg_catalog.pg_class c on c.oid = coalesce(pg_catalog.pg_partition_root(t.tgrelid), t.tgrelid)
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where p.pronamespace = pg_catalog.to_regnamespace('steward') and p.proname like 'capture\_%'
   group by 1, 2, 3, 4
   order by 1, 2, 3)";

constexpr std::string_view kFunctions = R"(
  select proname as name, pg_catalog.obj_description(oid, 'pg_proc') as comment
    from pg_catalog.pg_proc
   where pronamespace = pg_catalog.to_regnamespace('steward') and proname like 'capture\_%'
     and prorettype = 'trigger'::regtype
   order by proname)";

// Who waits for a table's lock makes every later writer wait behind them.
constexpr std::string_view kShortWait = "set local lock_timeout = '3s'";

struct InstalledTrigger {
  std::string schema;
  std::string table;
  std::string name;
  std::string function;
  bool enabled = false;
  std::string comment;
};

struct Installed {
  std::vector<InstalledTrigger> triggers;
  std::map<std::string, std::string> functions;  ///< name → comment

  [[nodiscard]] const InstalledTrigger* find(const CaptureScript& script,
                                             const std::string& trigger) const {
    const auto found = std::find_if(triggers.begin(), triggers.end(), [&](const auto& other) {
      return other.schema == script.schema && other.table == script.table && other.name == trigger;
    });
    return found == triggers.end() ? nullptr : &*found;
  }
};

Installed read_installed(Session& session) {
  Installed installed;
  for (const Row row : session.query(kTriggers)) {
    installed.triggers.push_back({row.text("schema"), row.text("table"), row.text("trigger"),
                                  row.text("function"), row.boolean("enabled"),
                                  row.text_or_empty("comment")});
  }
  for (const Row row : session.query(kFunctions)) {
    installed.functions[row.text("name")] = row.text_or_empty("comment");
  }
  return installed;
}

Result<std::vector<CaptureScript>> scripts_for(Session& session, const model::RuleSet& rules) {
  if (!session.query(kInstallation).only().boolean("migrated")) {
    return Error(ErrorCode::rejected,
                 "the database has no schema 'steward' yet: run 'steward db migrate' first");
  }
  const bool simulation = session.query(kSimulation).only().boolean("simulation");
  Result<std::vector<CapturedEntity>> entities = captured_entities(rules.rules, rules.catalog);
  if (!entities) return entities.error();
  std::vector<CaptureScript> scripts;
  for (const CapturedEntity& captured : *entities) {
    scripts.push_back(capture_script(captured, rules.catalog, simulation));
  }
  return scripts;
}

std::optional<CaptureState> state_of(const CaptureScript& script, const CaptureObject& trigger,
                                     const Installed& installed) {
  const InstalledTrigger* const found = installed.find(script, trigger.name);
  if (found == nullptr) return CaptureState::missing;
  if (!found->enabled) return CaptureState::disabled;
  const auto function = installed.functions.find(script.function.name);
  const bool is_current = function != installed.functions.end() &&
                          function->second == capture_comment(script.function.checksum) &&
                          found->comment == capture_comment(trigger.checksum);
  if (!is_current) return CaptureState::outdated;
  return std::nullopt;
}

std::vector<CaptureGap> gaps_of(const CaptureScript& script, const Installed& installed) {
  std::vector<CaptureGap> gaps;
  for (const CaptureObject& trigger : script.triggers) {
    const std::optional<CaptureState> state = state_of(script, trigger, installed);
    if (state) gaps.push_back({script.table_name(), trigger.name, *state});
  }
  return gaps;
}

bool is_wanted(const InstalledTrigger& trigger, const std::vector<CaptureScript>& scripts) {
  return std::any_of(scripts.begin(), scripts.end(), [&](const CaptureScript& script) {
    return script.schema == trigger.schema && script.table == trigger.table &&
           std::any_of(script.triggers.begin(), script.triggers.end(),
                       [&](const CaptureObject& object) { return object.name == trigger.name; });
  });
}

std::vector<InstalledTrigger> obsolete(const std::vector<CaptureScript>& scripts,
                                       const Installed& installed) {
  std::vector<InstalledTrigger> found;
  std::copy_if(installed.triggers.begin(), installed.triggers.end(), std::back_inserter(found),
               [&](const InstalledTrigger& trigger) { return !is_wanted(trigger, scripts); });
  return found;
}

CaptureGap obsolete_gap(const InstalledTrigger& trigger) {
  return {trigger.schema + "." + trigger.table, trigger.name, CaptureState::obsolete};
}

std::string function_sql(const CaptureScript& script) {
  return script.function.sql +
         fmt::format("comment on function {}() is {};\n", quoted("steward", script.function.name),
                     quoted_literal(capture_comment(script.function.checksum)));
}

std::string trigger_sql(const CaptureScript& script, const CaptureObject& trigger) {
  return trigger.sql + fmt::format("comment on trigger {} on {} is {};\n", trigger.name,
                                   quoted(script.schema, script.table),
                                   quoted_literal(capture_comment(trigger.checksum)));
}

// One table a transaction: no writer has to wait for more than one.
Result<> close_gaps(Pool& pool, const CaptureScript& script, const std::vector<CaptureGap>& gaps) {
  return transact(pool, [&](Session& session) -> Result<> {
    session.execute(kShortWait);
    std::string sql = function_sql(script);
    for (const CaptureObject& trigger : script.triggers) {
      const bool has_gap = std::any_of(gaps.begin(), gaps.end(), [&](const CaptureGap& gap) {
        return gap.trigger == trigger.name;
      });
      if (has_gap) sql += trigger_sql(script, trigger);
    }
    sql += resync_sql(script.entity, "capture was installed");
    session.run_script(sql);
    return {};
  });
}

Result<> drop_triggers(Pool& pool, const std::vector<InstalledTrigger>& triggers) {
  for (const InstalledTrigger& trigger : triggers) {
    const Result<> dropped = transact(pool, [&](Session& session) -> Result<> {
      session.execute(kShortWait);
      session.run_script(drop_trigger_sql(trigger.schema, trigger.table, trigger.name));
      return {};
    });
    if (!dropped) return dropped;
  }
  return {};
}

Result<> drop_unused_functions(Pool& pool) {
  return transact(pool, [](Session& session) -> Result<> {
    const Installed installed = read_installed(session);
    for (const auto& [name, comment] : installed.functions) {
      const bool is_used =
          std::any_of(installed.triggers.begin(), installed.triggers.end(),
                      [&name = name](const auto& trigger) { return trigger.function == name; });
      if (!is_used) session.run_script("drop function " + quoted("steward", name) + "();");
    }
    return {};
  });
}

struct Comparison {
  std::vector<CaptureScript> scripts;
  Installed installed;
};

Result<Comparison> compare(Pool& pool, const model::RuleSet& rules) {
  Comparison comparison;
  const Result<> done = transact_read_only(pool, [&](Session& session) -> Result<> {
    Result<std::vector<CaptureScript>> scripts = scripts_for(session, rules);
    if (!scripts) return scripts.error();
    comparison.scripts = *std::move(scripts);
    comparison.installed = read_installed(session);
    return {};
  });
  if (!done) return done.error();
  return comparison;
}

Error about(const std::string& table, const Error& error) {
  return Error(error.code(), "capture of " + table + ": " + error.message());
}

}  // namespace

std::string_view to_string(CaptureState state) {
  switch (state) {
    case CaptureState::missing:
      return "missing";
    case CaptureState::disabled:
      return "disabled";
    case CaptureState::outdated:
      return "outdated";
    case CaptureState::obsolete:
      return "obsolete";
  }
  return "missing";
}

Result<std::string> capture_sql(Pool& pool, const model::RuleSet& rules) {
  Result<Comparison> comparison = compare(pool, rules);
  if (!comparison) return comparison.error();
  std::string sql =
      "begin;\nset local client_min_messages = warning;\n" + std::string(kShortWait) + ";\n";
  for (const InstalledTrigger& trigger : obsolete(comparison->scripts, comparison->installed)) {
    sql += drop_trigger_sql(trigger.schema, trigger.table, trigger.name);
  }
  for (const CaptureScript& script : comparison->scripts) {
    sql += "\n" + function_sql(script);
    for (const CaptureObject& trigger : script.triggers) sql += trigger_sql(script, trigger);
    sql += resync_sql(script.entity, "capture was installed");
  }
  return sql + "\ncommit;\n";
}

Result<std::vector<CaptureGap>> capture_gaps(Pool& pool, const model::RuleSet& rules) {
  Result<Comparison> comparison = compare(pool, rules);
  if (!comparison) return comparison.error();
  std::vector<CaptureGap> gaps;
  for (const CaptureScript& script : comparison->scripts) {
    const std::vector<CaptureGap> found = gaps_of(script, comparison->installed);
    gaps.insert(gaps.end(), found.begin(), found.end());
  }
  for (const InstalledTrigger& trigger : obsolete(comparison->scripts, comparison->installed)) {
    gaps.push_back(obsolete_gap(trigger));
  }
  return gaps;
}

Result<std::vector<CaptureGap>> install_capture(Pool& pool, const model::RuleSet& rules) {
  Result<Comparison> comparison = compare(pool, rules);
  if (!comparison) return comparison.error();
  std::vector<CaptureGap> closed;
  for (const CaptureScript& script : comparison->scripts) {
    const std::vector<CaptureGap> gaps = gaps_of(script, comparison->installed);
    if (gaps.empty()) continue;
    const Result<> done = close_gaps(pool, script, gaps);
    if (!done) return about(script.table_name(), done.error());
    closed.insert(closed.end(), gaps.begin(), gaps.end());
  }
  const std::vector<InstalledTrigger> unwanted =
      obsolete(comparison->scripts, comparison->installed);
  for (const InstalledTrigger& trigger : unwanted) closed.push_back(obsolete_gap(trigger));
  if (unwanted.empty()) return closed;
  Result<> dropped = drop_triggers(pool, unwanted);
  if (dropped) dropped = drop_unused_functions(pool);
  if (!dropped) return dropped.error();
  return closed;
}

Result<std::vector<std::string>> remove_capture(Pool& pool) {
  Installed installed;
  Result<> done = transact_read_only(pool, [&](Session& session) -> Result<> {
    installed = read_installed(session);
    return {};
  });
  if (done) done = drop_triggers(pool, installed.triggers);
  if (done) done = drop_unused_functions(pool);
  if (!done) return done.error();
  std::vector<std::string> tables;
  for (const InstalledTrigger& trigger : installed.triggers) {
    const std::string table = trigger.schema + "." + trigger.table;
    if (tables.empty() || tables.back() != table) tables.push_back(table);
  }
  return tables;
}

}  // namespace steward::store

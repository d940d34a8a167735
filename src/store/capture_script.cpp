// SPDX-License-Identifier: MIT
#include "store/capture_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "steward/base/digest.hpp"
#include "steward/model/key_sql.hpp"

namespace steward::store {
namespace {

using model::quoted;

constexpr std::size_t kNameLimit = 63;  // PostgreSQL cuts longer names without a word

// In production the server's clock, whatever the application's session says.
constexpr std::string_view kServerClock = "clock_timestamp()";
constexpr std::string_view kSimulatedClock =
    "coalesce(nullif(current_setting('steward.now', true), '')::timestamptz, clock_timestamp())";

// Short enough for a name, and different for different entities.
std::string function_name(const std::string& entity) {
  std::string name = "capture_" + entity;
  if (name.size() <= kNameLimit) return name;
  std::size_t length = kNameLimit - 9;
  // Not in the middle of a character.
  while ((static_cast<unsigned char>(name[length]) & 0xC0) == 0x80) --length;
  return name.substr(0, length) + "_" + sha256(entity).substr(0, 8);
}

bool is_plain(model::Type type) {
  return type == model::Type::boolean || type == model::Type::integer ||
         type == model::Type::number || type == model::Type::text;
}

// Types without an equality (json), or with one that calls different values equal (box compares
// areas, citext no case), are compared as texts; texts of a collation of their own byte by byte.
std::string_view compared_as(const model::Field& field) {
  if (!field.collation.empty() && field.sql_type != "citext") return " collate \"C\"";
  const bool different = field.type == model::Type::json || field.type == model::Type::other ||
                         field.sql_type == "citext";
  return different && field.sql_type != "jsonb" ? "::text" : "";
}

std::string watch_condition(const CapturedEntity& captured, const model::Entity& entity) {
  std::vector<std::string> terms;
  for (const std::string& column : captured.watched) {
    const auto cast = compared_as(*entity.column(column));
    terms.push_back(fmt::format("old.{0}{1} is distinct from new.{0}{1}", quoted(column), cast));
  }
  return fmt::format("{}", fmt::join(terms, "\n     or "));
}

std::string noted_object(const CapturedEntity& captured, const model::Entity& entity,
                         std::string_view row) {
  std::vector<std::string> pairs;
  for (const std::vector<std::string>& columns : captured.noted) {
    // One column is written as it always was, so that what is installed stays current.
    const std::string value = columns.size() == 1
                                  ? fmt::format("{}.{}::text", row, quoted(columns.front()))
                                  : model::key_text(entity, columns, row);
    pairs.push_back(fmt::format("{}, {}", quoted_literal(model::columns_name(columns)), value));
  }
  return fmt::format("jsonb_build_object({})", fmt::join(pairs, ", "));
}

// How dates and intervals print hangs on the session that writes; the tracker reads ISO.
std::string printing_settings(const CapturedEntity& captured, const model::Entity& entity) {
  const auto is_plain_column = [&](const std::string& column) {
    return is_plain(entity.column(column)->type);
  };
  const bool all_plain = std::all_of(
      captured.noted.begin(), captured.noted.end(), [&](const std::vector<std::string>& columns) {
        return std::all_of(columns.begin(), columns.end(), is_plain_column);
      });
  if (all_plain) return {};
  return "\n  set datestyle = 'ISO' set intervalstyle = 'postgres' set timezone = 'UTC'";
}

// A dollar quote around a text that does not hold it.
std::string dollar_quoted(std::string_view text) {
  std::string delimiter = "$capture$";
  while (text.find(delimiter) != std::string_view::npos) {
    delimiter.insert(delimiter.size() - 1, "_");
  }
  return fmt::format("{0}{1}{0}", delimiter, text);
}

// The triggers' conditions follow a column that is renamed. What is written down cannot, and must
// not fail the application's own writes: where a column is gone, everything is looked at again.
std::string note_of_renaming(const CapturedEntity& captured) {
  return resync_sql(captured.entity, "a column was renamed: run 'steward db capture'");
}

// Asked before a statement's rows are read, once for all of them.
std::string check_of_columns(const CapturedEntity& captured) {
  std::set<std::string> names;
  for (const auto& columns : captured.noted) {
    for (const auto& column : columns) names.insert(quoted_literal(column));
  }
  return fmt::format(
      "  if tg_op = any (array['INSERT', 'DELETE']) and\n"
      "     (select count(*) from pg_attribute where attrelid = tg_relid\n"
      "         and attname = any (array[{}]::name[])) < {} then\n"
      "    {}"
      "    return null;\n"
      "  end if;\n",
      fmt::join(names, ", "), names.size(), note_of_renaming(captured));
}

std::string insertion(const model::Entity& entity, std::string_view operation, std::string_view now,
                      std::string_view values, std::string_view from) {
  return fmt::format(
      "    insert into steward.change (entity, operation, changed_at, old, new)\n"
      "    select {}, '{}', {},\n           {}{};\n",
      quoted_literal(entity.name), operation, now, values, from);
}

// Of each row by itself: asking for the columns first would cost as much as the rest. Nothing is
// written where the handler listens, so that a write is no subtransaction with a number of its own.
std::string note_of_row(const CapturedEntity& captured, const model::Entity& entity,
                        std::string_view operation, std::string_view now) {
  std::string noted;
  if (operation != "insert") {
    noted += fmt::format("      noted_old := {};\n", noted_object(captured, entity, "old"));
  }
  if (operation != "delete") {
    noted += fmt::format("      noted_new := {};\n", noted_object(captured, entity, "new"));
  }
  return fmt::format(
             "    begin\n{}"
             "    exception when undefined_column then\n"
             "      {}"
             "      return null;\n"
             "    end;\n",
             noted, note_of_renaming(captured)) +
         insertion(entity, operation, now, "noted_old, noted_new", "");
}

std::string note_of_rows(const CapturedEntity& captured, const model::Entity& entity,
                         std::string_view operation, std::string_view now) {
  const auto row = noted_object(captured, entity, "r");
  const bool inserted = operation == "insert";
  const auto values = inserted ? "null,\n           " + row : row + ",\n           null";
  return insertion(entity, operation, now, values,
                   fmt::format("\n      from {} r", inserted ? "inserted" : "deleted"));
}

std::string function_body(const CapturedEntity& captured, const model::Entity& entity,
                          std::string_view now) {
  const auto note = entity.partitioned ? note_of_row : note_of_rows;
  return "\ndeclare\n  noted_old jsonb;\n  noted_new jsonb;\nbegin\n" +
         (entity.partitioned ? std::string() : check_of_columns(captured)) +
         "  if tg_op = 'UPDATE' then\n" + note_of_row(captured, entity, "update", now) +
         "  elsif tg_op = 'INSERT' then\n" + note(captured, entity, "insert", now) +
         "  elsif tg_op = 'DELETE' then\n" + note(captured, entity, "delete", now) +
         "  else\n    " + resync_sql(entity.name, "truncated") + "  end if;\n  return null;\nend\n";
}

CaptureObject object(std::string name, std::string sql) {
  std::string checksum = sha256(sql);
  return {std::move(name), std::move(sql), std::move(checksum)};
}

CaptureObject function_of(const CapturedEntity& captured, const model::Entity& entity,
                          bool simulation) {
  const std::string name = function_name(entity.name);
  const std::string function = quoted("steward", name);
  // With a fixed path and every name of ours written out, nobody can slip another table under it;
  // and nobody but its owner may hang it on a table of theirs.
  const std::string sql = fmt::format(
      "create or replace function {}() returns trigger\n"
      "  language plpgsql security definer\n"
      "  set search_path = pg_catalog, pg_temp{}\n"
      "as {};\n"
      "revoke all on function {}() from public;\n",
      function, printing_settings(captured, entity),
      dollar_quoted(function_body(captured, entity, simulation ? kSimulatedClock : kServerClock)),
      function);
  return object(name, sql);
}

// "Always" holds in sessions that replicate or restore, too, where ordinary triggers stay silent.
CaptureObject trigger_of(const model::Entity& entity, std::string_view operation,
                         const std::string& how) {
  const std::string name = fmt::format("steward_capture_{}", operation);
  const std::string table = quoted(entity.schema, entity.table);
  return object(name, drop_trigger_sql(entity.schema, entity.table, name) +
                          fmt::format("create trigger {0} after {1} on {2}\n"
                                      "  {3}\n"
                                      "  execute function {4}();\n"
                                      "alter table {2} enable always trigger {0};\n",
                                      name, operation, table, how,
                                      quoted("steward", function_name(entity.name))));
}

}  // namespace

Result<std::vector<CapturedEntity>> captured_entities(const std::vector<model::Rule>& rules,
                                                      const model::Catalog& catalog) {
  struct Columns {
    std::set<std::string> watched;
    std::set<std::vector<std::string>> noted;
  };
  std::map<std::string, Columns> by_entity;
  for (const model::Rule& rule : rules) {
    for (const model::Read& read : rule.reads) {
      const model::Entity* const entity = catalog.find_any(read.entity);
      if (entity == nullptr) {
        return Error(ErrorCode::invalid_input, "the rule '" + rule.name + "' reads '" +
                                                   read.entity + "', which the database lacks");
      }
      Columns& columns = by_entity[read.entity];
      columns.watched.insert(read.columns.begin(), read.columns.end());
      if (!read.join_columns.empty()) columns.noted.insert(read.join_columns);
      if (!entity->key.empty()) columns.noted.insert(entity->key);
      if (!read.evidence.empty()) columns.noted.insert({read.evidence});
      for (const model::ReadFilter& filter : read.filters) columns.noted.insert({filter.column});
      for (const std::vector<std::string>& noted : columns.noted) {
        columns.watched.insert(noted.begin(), noted.end());
      }
      for (const std::string& column : columns.watched) {
        if (entity->column(column) != nullptr) continue;
        return Error(ErrorCode::invalid_input, "the rule '" + rule.name + "' reads '" +
                                                   read.entity + "." + column +
                                                   "', which the database lacks");
      }
    }
  }
  std::vector<CapturedEntity> captured;
  for (const auto& [entity, columns] : by_entity) {
    captured.push_back({entity,
                        {columns.watched.begin(), columns.watched.end()},
                        {columns.noted.begin(), columns.noted.end()}});
  }
  return captured;
}

CaptureScript capture_script(const CapturedEntity& captured, const model::Catalog& catalog,
                             bool simulation) {
  const model::Entity& entity = *catalog.find_any(captured.entity);
  CaptureScript script;
  script.entity = entity.name;
  script.schema = entity.schema;
  script.table = entity.table;
  script.function = function_of(captured, entity, simulation);
  // No column list: it would miss what a BEFORE trigger sets.
  script.triggers.push_back(trigger_of(
      entity, "update", fmt::format("for each row when ({})", watch_condition(captured, entity))));
  // A row that changes partition, or enters one directly, fires no trigger by statement.
  const bool by_row = entity.partitioned;
  script.triggers.push_back(
      trigger_of(entity, "insert",
                 by_row ? "for each row" : "referencing new table as inserted for each statement"));
  script.triggers.push_back(
      trigger_of(entity, "delete",
                 by_row ? "for each row" : "referencing old table as deleted for each statement"));
  script.triggers.push_back(trigger_of(entity, "truncate", "for each statement"));
  return script;
}

std::string capture_comment(std::string_view checksum) {
  return fmt::format("steward {}", checksum);
}

std::string quoted_literal(std::string_view text) {
  // A backslash means itself only where standard_conforming_strings is on.
  std::string literal = text.find('\\') == std::string_view::npos ? "'" : "E'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') literal += c;
    literal += c;
  }
  return literal + "'";
}

std::string resync_sql(std::string_view entity, std::string_view reason) {
  return fmt::format(
      "insert into steward.resync (entity, reason) values ({}, {})\n"
      "      on conflict (entity) do update set requested_at = clock_timestamp(),\n"
      "                                         reason = excluded.reason;\n",
      quoted_literal(entity), quoted_literal(reason));
}

std::string drop_trigger_sql(std::string_view schema, std::string_view table,
                             std::string_view trigger) {
  return fmt::format("drop trigger if exists {} on {};\n", quoted(trigger), quoted(schema, table));
}

}  // namespace steward::store

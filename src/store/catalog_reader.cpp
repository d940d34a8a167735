// SPDX-License-Identifier: MIT
#include <utility>

#include "steward/base/problem.hpp"
#include "steward/store/catalog.hpp"
#include "store/catalog_relations.hpp"
#include "store/check_values.hpp"
#include "store/session.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kSchemas = R"(
  select nspname as name, pg_catalog.has_schema_privilege(oid, 'usage') as usable,
         pg_catalog.current_database() as database, current_user::text as role
    from pg_catalog.pg_namespace
   where nspname = :schema or nspname !~ '^pg_|^information_schema$'
   order by nspname)";

constexpr std::string_view kTables = R"(
  select c.relname as name, c.relkind = 'p' as partitioned
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where n.nspname = :schema and c.relkind in ('r', 'p') and not c.relispartition
   order by c.relname)";

// A column whose type is a domain is followed down to the type beneath: each domain on the way may
// refuse nulls and has its own checks. `is_key`: the column alone is the primary key.
constexpr std::string_view kColumns = R"(
  with recursive layer as (
    select c.oid as table_oid, c.relname as table_name, a.attnum as number, a.attname as name,
           a.atttypid as type, a.atttypmod as modifier, a.attnotnull as not_null,
           array[]::oid[] as domains
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid
     where n.nspname = :schema and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped
    union all
    select l.table_oid, l.table_name, l.number, l.name, t.typbasetype,
           case when l.modifier < 0 then t.typtypmod else l.modifier end,
           l.not_null or t.typnotnull, l.domains || t.oid
      from layer l join pg_catalog.pg_type t on t.oid = l.type
     where t.typtype = 'd')
  select l.table_name as "table", l.name, pg_catalog.format_type(l.type, l.modifier) as sql_type,
         not l.not_null as nullable, t.typtype = 'e' as is_enum,
         case when t.typelem <> 0 and t.typlen = -1 then 'array' else t.typname end as type_name,
         array(select e.enumlabel::text from pg_catalog.pg_enum e
                where e.enumtypid = l.type order by e.enumsortorder)::text[] as labels,
         array(select pg_catalog.pg_get_expr(k.conbin, k.conrelid)
                 from pg_catalog.pg_constraint k
                where k.contype = 'c' and k.convalidated
                  and k.conrelid = l.table_oid and k.conkey = array[l.number]
                order by k.conname)::text[] as column_checks,
         array(select pg_catalog.pg_get_expr(k.conbin, 0)
                 from pg_catalog.pg_constraint k
                where k.contype = 'c' and k.convalidated and k.contypid = any(l.domains)
                order by k.conname)::text[] as domain_checks,
         exists(select from pg_catalog.pg_constraint k
                 where k.contype = 'p' and k.conrelid = l.table_oid
                   and k.conkey = array[l.number]) as is_key
    from layer l join pg_catalog.pg_type t on t.oid = l.type
   where t.typtype <> 'd'
   order by l.table_name, l.number)";

// `conparentid`: a foreign key to or from a partitioned table has a copy for each partition.
constexpr std::string_view kForeignKeys = R"(
  select c.relname as "table", a.attname as column, r.relname as target, b.attname as target_column
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid and r.relnamespace = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    join pg_catalog.pg_attribute b on b.attrelid = r.oid and b.attnum = k.confkey[1]
   where n.nspname = :schema and k.contype = 'f' and k.conparentid = 0
     and pg_catalog.cardinality(k.conkey) = 1
   order by c.relname, a.attnum, k.conname)";

constexpr std::pair<std::string_view, model::Type> kTypes[] = {
    {"bool", model::Type::boolean},
    {"int2", model::Type::integer},
    {"int4", model::Type::integer},
    {"int8", model::Type::integer},
    {"numeric", model::Type::number},
    {"float4", model::Type::number},
    {"float8", model::Type::number},
    {"text", model::Type::text},
    {"varchar", model::Type::text},
    {"bpchar", model::Type::text},
    {"citext", model::Type::text},
    {"name", model::Type::text},
    {"timestamptz", model::Type::timestamp},
    {"timestamp", model::Type::timestamp},
    {"date", model::Type::date},
    {"interval", model::Type::interval},
    {"json", model::Type::json},
    {"jsonb", model::Type::json},
};

model::Type type_of(const Row& row) {
  if (row.boolean("is_enum")) return model::Type::text;
  const std::string wanted = row.text("type_name");
  for (const auto& [name, type] : kTypes) {
    if (name == wanted) return type;
  }
  return model::Type::other;
}

std::vector<std::string> values_of(const Row& row, const std::string& column) {
  std::vector<std::string> values = row.texts("labels");
  for (const std::string& check : row.texts("column_checks")) {
    if (values.empty()) values = values_of_check(check, column);
  }
  for (const std::string& check : row.texts("domain_checks")) {
    if (values.empty()) values = values_of_check(check, "VALUE");
  }
  return values;
}

model::Field field_of(const Row& row) {
  model::Field field;
  field.name = row.text("name");
  field.type = type_of(row);
  field.sql_type = row.text("sql_type");
  field.nullable = row.boolean("nullable");
  field.zoned = row.text("type_name") != "timestamp";
  field.values = values_of(row, field.name);
  return field;
}

// Without it an unknown schema would be an empty one, and every rule wrong.
Result<> check_schema(Session& session, const std::string& schema) {
  std::vector<std::string> others;
  std::string database;
  for (const Row row : session.query(kSchemas, {{"schema", schema}})) {
    database = row.text("database");
    if (row.text("name") != schema) {
      others.push_back(row.text("name"));
    } else if (row.boolean("usable")) {
      return {};
    } else {
      return Error(ErrorCode::rejected, "the role '" + row.text("role") +
                                            "' may not use the schema '" + schema +
                                            "': grant usage on it, and select on its tables");
    }
  }
  const std::string hint = spelling_hint(schema, others);
  return Error(ErrorCode::not_found, "there is no schema '" + schema + "' in the database" +
                                         (database.empty() ? "" : " '" + database + "'") +
                                         (hint.empty() ? "" : "; " + hint));
}

model::Catalog read(Session& session, const std::string& schema) {
  const Binds binds = {{"schema", schema}};
  model::Catalog catalog;
  for (const Row row : session.query(kTables, binds)) {
    model::Entity entity;
    entity.name = entity.table = row.text("name");
    entity.schema = schema;
    entity.partitioned = row.boolean("partitioned");
    catalog.entities.emplace(entity.name, std::move(entity));
  }
  for (const Row row : session.query(kColumns, binds)) {
    const auto entity = catalog.entities.find(row.text("table"));
    // Made between the two statements.
    if (entity == catalog.entities.end()) continue;
    model::Field field = field_of(row);
    if (row.boolean("is_key")) {
      entity->second.key = field.name;
      entity->second.key_sql_type = field.sql_type;
    }
    entity->second.fields.push_back(std::move(field));
  }
  std::vector<ForeignKey> keys;
  for (const Row row : session.query(kForeignKeys, binds)) {
    keys.push_back(
        {row.text("table"), row.text("column"), row.text("target"), row.text("target_column")});
  }
  add_relations(catalog, keys);
  return catalog;
}

}  // namespace

Result<model::Catalog> read_catalog(Pool& pool, std::string_view schema) {
  const std::string name(schema);
  model::Catalog catalog;
  const Result<> done = transact_read_only(pool, [&](Session& session) -> Result<> {
    if (Result<> usable = check_schema(session, name); !usable) return usable;
    catalog = read(session, name);
    return {};
  });
  if (!done) return done.error();
  return catalog;
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "steward/base/problem.hpp"
#include "steward/model/foreign_key.hpp"
#include "steward/store/catalog.hpp"
#include "store/check_values.hpp"
#include "store/session.hpp"
#include "store/transact.hpp"
#include "store/view_reader.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kSchemas = R"(
  select nspname as name, pg_catalog.has_schema_privilege(oid, 'usage') as usable,
         pg_catalog.current_database() as database, current_user::text as role
    from pg_catalog.pg_namespace
   where nspname = :schema or nspname !~ '^pg_|^information_schema$'
   order by nspname)";

constexpr std::string_view kSchemasWithTables = R"(
  select distinct n.nspname as name
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and n.nspname !~ '^pg_|^information_schema$'
     and n.nspname <> 'steward' and pg_catalog.has_schema_privilege(n.oid, 'usage')
   order by n.nspname)";

constexpr std::string_view kTables = R"(
  select c.relname as name, c.relkind = 'p' as partitioned, c.relkind = 'v' as is_view,
         coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), '') as comment
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where n.nspname = :schema and c.relkind in ('r', 'p', 'v') and not c.relispartition
   order by c.relname)";

// A column whose type is a domain is followed down to the type beneath: each domain on the way may
// refuse nulls and has its own checks. `element`: of an array, or of the bounds of a range.
constexpr std::string_view kColumns = R"(
  with recursive layer as (
    select c.oid as table_oid, c.relname as table_name, a.attnum as number, a.attname as name,
           a.atttypid as type, a.atttypmod as modifier, a.attcollation as collation,
           a.attnotnull as not_null,
           array[]::oid[] as domains
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid
     where n.nspname = :schema and c.relkind in ('r', 'p', 'v') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped
    union all
    select l.table_oid, l.table_name, l.number, l.name, t.typbasetype,
           case when l.modifier < 0 then t.typtypmod else l.modifier end, l.collation,
           l.not_null or t.typnotnull, l.domains || t.oid
      from layer l join pg_catalog.pg_type t on t.oid = l.type
     where t.typtype = 'd')
  select l.table_name as "table", l.name, pg_catalog.format_type(l.type, l.modifier) as sql_type,
         not l.not_null as nullable,
         case when t.typelem <> 0 and t.typlen = -1 then 'list'
              else case t.typtype when 'e' then 'enum' when 'r' then 'range'
                                  when 'm' then 'multirange' else t.typname end end as type_name,
         case e.typtype when 'e' then 'enum' else e.typname end as element_name,
         pg_catalog.format_type(e.oid, null) as element_sql_type,
         (select pg_catalog.format('%I.%I', s.nspname, o.collname)
            from pg_catalog.pg_collation o join pg_catalog.pg_namespace s on s.oid = o.collnamespace
           where o.oid = l.collation and o.collprovider <> 'd') as collation,
         coalesce(pg_catalog.col_description(l.table_oid, l.number), '') as comment,
         array(select m.enumlabel::text from pg_catalog.pg_enum m
                where m.enumtypid in (l.type, e.oid) order by m.enumsortorder)::text[] as labels,
         array(select pg_catalog.pg_get_expr(k.conbin, k.conrelid)
                 from pg_catalog.pg_constraint k
                where k.contype = 'c' and k.convalidated
                  and k.conrelid = l.table_oid and k.conkey = array[l.number]
                order by k.conname)::text[] as column_checks,
         array(select pg_catalog.pg_get_expr(k.conbin, 0)
                 from pg_catalog.pg_constraint k
                where k.contype = 'c' and k.convalidated and k.contypid = any(l.domains)
                order by k.conname)::text[] as domain_checks
    from layer l join pg_catalog.pg_type t on t.oid = l.type
    left join pg_catalog.pg_range r on t.oid in (r.rngtypid, r.rngmultitypid)
    left join pg_catalog.pg_type d on d.oid = coalesce(r.rngsubtype, nullif(t.typelem, 0))
     and (r.rngsubtype is not null or t.typlen = -1)
    left join pg_catalog.pg_type e
      on e.oid = case d.typtype when 'd' then d.typbasetype else d.oid end
   where t.typtype <> 'd'
   order by l.table_name, l.number)";

constexpr std::string_view kPrimaryKeys = R"(
  select c.relname as "table",
         array(select a.attname::text
                 from unnest(k.conkey) with ordinality as u(number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = u.number
                order by u.place)::text[] as columns
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
   where n.nspname = :schema and k.contype = 'p' and not c.relispartition)";

// `conparentid`: a foreign key to or from a partitioned table has a copy for each partition.
constexpr std::string_view kForeignKeys = R"(
  select c.relname as "table", r.relname as target, k.convalidated as enforced,
         array(select a.attname::text
                 from unnest(k.conkey) with ordinality as u(number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = u.number
                order by u.place)::text[] as columns,
         array(select a.attname::text
                 from unnest(k.confkey) with ordinality as u(number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum = u.number
                order by u.place)::text[] as target_columns
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class r on r.oid = k.confrelid and r.relnamespace = c.relnamespace
   where n.nspname = :schema and k.contype = 'f' and k.conparentid = 0
   order by c.relname, k.conkey[1], k.conname)";

// Those that find a row by its leading columns. A column that is an expression has no name.
constexpr std::string_view kIndexes = R"(
  select c.relname as "table", i.indisunique as is_unique,
         array(select coalesce(a.attname::text, '')
                 from pg_catalog.generate_series(0, i.indnkeyatts - 1) as p(place)
                 left join pg_catalog.pg_attribute a
                   on a.attrelid = c.oid and a.attnum = i.indkey[p.place]
                order by p.place)::text[] as columns
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_class x on x.oid = i.indexrelid
    join pg_catalog.pg_am m on m.oid = x.relam
   where n.nspname = :schema and not c.relispartition and i.indisvalid and i.indpred is null
     and m.amname in ('btree', 'hash')
   order by c.relname, x.relname)";

constexpr std::pair<std::string_view, model::Type> kTypes[] = {
    {"bool", model::Type::boolean},        {"int2", model::Type::integer},
    {"int4", model::Type::integer},        {"int8", model::Type::integer},
    {"numeric", model::Type::number},      {"float4", model::Type::number},
    {"float8", model::Type::number},       {"text", model::Type::text},
    {"varchar", model::Type::text},        {"bpchar", model::Type::text},
    {"citext", model::Type::text},         {"name", model::Type::text},
    {"uuid", model::Type::text},           {"timestamptz", model::Type::timestamp},
    {"timestamp", model::Type::timestamp}, {"date", model::Type::date},
    {"interval", model::Type::interval},   {"json", model::Type::json},
    {"jsonb", model::Type::json},          {"enum", model::Type::text},
    {"range", model::Type::range},         {"multirange", model::Type::multirange},
    {"list", model::Type::list},
};

model::Type type_of(std::string_view wanted) {
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
  const std::string type_name = row.text("type_name");
  const std::string element_name = row.text_or_empty("element_name");
  field.type = type_of(type_name);
  field.sql_type = row.text("sql_type");
  field.nullable = row.boolean("nullable");
  field.zoned = type_name != "timestamp" && element_name != "timestamp";
  field.values = values_of(row, field.name);
  field.collation = row.text_or_empty("collation");
  const bool has_elements = field.type == model::Type::list || field.type == model::Type::range ||
                            field.type == model::Type::multirange;
  if (has_elements) {
    field.element = type_of(element_name);
    field.element_sql_type = row.text_or_empty("element_sql_type");
  }
  field.comment = row.text("comment");
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

// A table that was made between two statements is in the later ones only.
model::Entity* find(model::Catalog& catalog, const std::string& table) {
  for (auto* entities : {&catalog.entities, &catalog.hidden}) {
    const auto found = entities->find(table);
    if (found != entities->end()) return &found->second;
  }
  return nullptr;
}

void read_tables(Session& session, const std::string& schema, model::Catalog& catalog) {
  for (const Row row : session.query(kTables, {{"schema", schema}})) {
    model::Entity entity;
    entity.name = entity.table = row.text("name");
    entity.schema = schema;
    entity.partitioned = row.boolean("partitioned");
    entity.view = row.boolean("is_view");
    entity.comment = row.text("comment");
    auto& entities = entity.view ? catalog.hidden : catalog.entities;
    entities.emplace(entity.name, std::move(entity));
  }
}

void read_columns(Session& session, const Binds& binds, model::Catalog& catalog) {
  for (const Row row : session.query(kColumns, binds)) {
    if (auto* entity = find(catalog, row.text("table"))) entity->fields.push_back(field_of(row));
  }
}

void read_indexes(Session& session, const Binds& binds, model::Catalog& catalog) {
  for (const Row row : session.query(kPrimaryKeys, binds)) {
    if (auto* entity = find(catalog, row.text("table"))) entity->key = row.texts("columns");
  }
  for (const Row row : session.query(kIndexes, binds)) {
    auto* entity = find(catalog, row.text("table"));
    if (entity == nullptr) continue;
    model::Index index{row.texts("columns"), row.boolean("is_unique")};
    const auto expression = std::find(index.columns.begin(), index.columns.end(), "");
    index.unique = index.unique && expression == index.columns.end();
    index.columns.erase(expression, index.columns.end());
    if (!index.columns.empty()) entity->indexes.push_back(std::move(index));
  }
}

void read_relations(Session& session, const Binds& binds, model::Catalog& catalog) {
  std::vector<model::ForeignKey> keys;
  for (const Row row : session.query(kForeignKeys, binds)) {
    model::ForeignKey key{
        row.text("table"), row.text("target"), {}, row.boolean("enforced"), {}, {}};
    const std::vector<std::string> columns = row.texts("columns");
    const std::vector<std::string> target_columns = row.texts("target_columns");
    for (std::size_t at = 0; at < columns.size(); ++at) {
      key.on.push_back({columns[at], target_columns[at]});
    }
    keys.push_back(std::move(key));
  }
  model::add_relations(catalog, keys);
}

model::Catalog read(Session& session, const std::string& schema) {
  const Binds binds = {{"schema", schema}};
  model::Catalog catalog;
  read_tables(session, schema, catalog);
  read_columns(session, binds, catalog);
  read_indexes(session, binds, catalog);
  read_relations(session, binds, catalog);
  read_views(session, schema, catalog);
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

Result<std::vector<std::string>> schemas_with_tables(Pool& pool) {
  std::vector<std::string> names;
  const Result<> done = transact_read_only(pool, [&](Session& session) -> Result<> {
    for (const Row row : session.query(kSchemasWithTables)) names.push_back(row.text("name"));
    return {};
  });
  if (!done) return done.error();
  return names;
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include "store/view_reader.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace steward::store {
namespace {

// Also through views of views. A table of which no column is named (count(*)) is behind it, too.
constexpr std::string_view kTablesBehind = R"(
  with recursive behind as (
    select v.oid as view, d.refobjid as relation, d.refobjsubid as number
      from pg_catalog.pg_class v
      join pg_catalog.pg_namespace n on n.oid = v.relnamespace
      join pg_catalog.pg_rewrite w on w.ev_class = v.oid
      join pg_catalog.pg_depend d
        on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
       and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> v.oid
     where n.nspname = :schema and v.relkind = 'v'
    union
    select b.view, d.refobjid, d.refobjsubid
      from behind b
      join pg_catalog.pg_class c on c.oid = b.relation and c.relkind = 'v'
      join pg_catalog.pg_rewrite w on w.ev_class = c.oid
      join pg_catalog.pg_depend d
        on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
       and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> c.oid)
  select v.relname as view, c.relname as "table", coalesce(a.attname::text, '') as column
    from behind b
    join pg_catalog.pg_class v on v.oid = b.view
    join pg_catalog.pg_class c on c.oid = b.relation and c.relnamespace = v.relnamespace
    left join pg_catalog.pg_attribute a
      on a.attrelid = c.oid and a.attnum = b.number and b.number > 0
   where c.relkind in ('r', 'p') and not c.relispartition
   order by 1, 2, a.attnum)";

// A view's column that is a table's, as the view's parse tree says: of a view in which the table
// occurs once, and in which no row is there because of others (windows, limits, distinct on, set
// operations). A subquery has entries of its own: what could be either is left out.
constexpr std::string_view kShownColumns = R"(
  with entry as (
    select v.oid as view, v.relname as view_name, w.ev_action::text as tree, m.part
      from pg_catalog.pg_class v
      join pg_catalog.pg_namespace n on n.oid = v.relnamespace
      join pg_catalog.pg_rewrite w on w.ev_class = v.oid
      cross join lateral pg_catalog.regexp_matches(w.ev_action::text,
        ':resno (\d+) :resname ((?:\\.|[^ \\])+) :ressortgroupref \d+ :resorigtbl (\d+) :resorigcol (\d+)',
        'g') as m(part)
     where n.nspname = :schema and v.relkind = 'v'
       and w.ev_action::text !~ ':hasWindowFuncs true|:hasDistinctOn true|:limitCount \{|:setOperations \{'),
  shown as (
    select e.view, e.view_name, x.attname as name, min(e.part[3])::oid as "table",
           min(e.part[4])::int as number, min(e.tree) as tree
      from entry e
      join pg_catalog.pg_attribute x
        on x.attrelid = e.view and x.attnum = e.part[1]::int
       and x.attname = pg_catalog.regexp_replace(e.part[2], '\\(.)', '\1', 'g')
     group by e.view, e.view_name, x.attname
    having count(distinct e.part[3] || ' ' || e.part[4]) = 1)
  select s.view_name as view, s.name, c.relname as "table", a.attname as column
    from shown s
    join pg_catalog.pg_class c on c.oid = s."table"
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = s.number
   where (select count(*) from pg_catalog.regexp_matches(
            s.tree, ':relid ' || c.oid || ' ', 'g')) = 1
   order by 1, a.attnum, 2)";

/// A view's column and what it shows: table, column.
struct ShownColumn {
  std::string name;
  std::string table;
  std::string column;
};

/// The table's key as the view shows it; nothing unless all of it.
std::vector<model::ColumnPair> shown_key(const std::vector<ShownColumn>& shown,
                                         const model::Entity& table) {
  std::vector<model::ColumnPair> on;
  for (const std::string& key : table.key) {
    const auto found = std::find_if(shown.begin(), shown.end(), [&](const ShownColumn& column) {
      return column.table == table.table && column.column == key;
    });
    if (found == shown.end()) return {};
    on.push_back({key, found->name});
  }
  return on;
}

}  // namespace

void read_views(Session& session, const std::string& schema, model::Catalog& catalog) {
  const Binds binds = {{"schema", schema}};
  for (const Row row : session.query(kTablesBehind, binds)) {
    const auto view = catalog.hidden.find(row.text("view"));
    const std::string table = row.text("table");
    if (view == catalog.hidden.end() || catalog.find(table) == nullptr) continue;
    auto& tables = view->second.tables;
    if (tables.empty() || tables.back().entity != table) tables.push_back({table, {}, {}});
    const std::string column = row.text("column");
    if (!column.empty()) tables.back().columns.push_back(column);
  }
  std::map<std::string, std::vector<ShownColumn>> shown;
  for (const Row row : session.query(kShownColumns, binds)) {
    shown[row.text("view")].push_back({row.text("name"), row.text("table"), row.text("column")});
  }
  for (auto& [name, view] : catalog.hidden) {
    for (model::ViewTable& table : view.tables) {
      table.on = shown_key(shown[name], *catalog.find(table.entity));
    }
  }
}

}  // namespace steward::store

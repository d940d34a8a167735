// SPDX-License-Identifier: MIT
#include "bench/bulk_load.hpp"

namespace steward::bench {
namespace {

// Of a partitioned table the parent's, which its partitions' follow.
constexpr const char* kIndexes = R"(
select i.indexrelid::regclass, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
  from pg_index i join pg_class t on t.oid = i.indrelid
 where t.relnamespace in ('steward'::regnamespace, 'crm'::regnamespace)
   and not exists (select from pg_constraint where conindid = i.indexrelid)
   and not exists (select from pg_inherits where inhrelid = i.indexrelid))";

}  // namespace

BulkLoad::BulkLoad(test::TestDatabase& database) : database_(database) {
  database_.run("set session_replication_role = replica");
  for (const auto& row : database_.rows(kIndexes)) {
    database_.run("drop index " + row[0]);
    indexes_.push_back(row[1]);
  }
}

BulkLoad::~BulkLoad() noexcept(false) {
  for (const auto& index : indexes_) database_.run(index);
  database_.run("set session_replication_role = origin");
}

}  // namespace steward::bench

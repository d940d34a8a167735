// SPDX-License-Identifier: MIT
#include "steward/store/postgres_store.hpp"

#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kObserve = "set transaction isolation level repeatable read, read only";

}  // namespace

Result<> PostgresStore::transact(const std::function<Result<>(engine::Transaction&)>& work) {
  return store::transact(pool_, [&](Session& session) -> Result<> {
    PostgresTransaction transaction(session);
    return work(transaction);
  });
}

Result<> PostgresStore::observe(const std::function<Result<>(engine::Transaction&)>& work) {
  return store::transact(pool_, [&](Session& session) -> Result<> {
    session.execute(kObserve);
    PostgresTransaction transaction(session, Access::observing);
    return work(transaction);
  });
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include "steward/store/postgres_store.hpp"

#include "store/postgres_transaction.hpp"
#include "store/transact.hpp"

namespace steward::store {

Result<> PostgresStore::transact(const std::function<Result<>(engine::Transaction&)>& work) {
  return store::transact(pool_, [&](Session& session) -> Result<> {
    PostgresTransaction transaction(session);
    return work(transaction);
  });
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// The engine's port to the one state, on PostgreSQL.
#pragma once

#include "steward/engine/store.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Safe to use from several threads: each transaction borrows a session of the pool.
class PostgresStore final : public engine::Store {
 public:
  explicit PostgresStore(Pool& pool) : pool_(pool) {}
  [[nodiscard]] Result<> transact(
      const std::function<Result<>(engine::Transaction&)>& work) override;
  [[nodiscard]] Result<> observe(
      const std::function<Result<>(engine::Transaction&)>& work) override;

 private:
  Pool& pool_;
};

}  // namespace steward::store

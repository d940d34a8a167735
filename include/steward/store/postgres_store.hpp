// SPDX-License-Identifier: MIT
// The engine's ports to the one state, on PostgreSQL.
#pragma once

#include "steward/engine/lookout.hpp"
#include "steward/engine/store.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Whether time goes on while a transaction is at work.
enum class Time {
  as_given,  ///< `now` is what the caller says, to the end: in simulations
  real,      ///< it is the server's
};

/// Safe to use from several threads: each transaction borrows a session of the pool.
class PostgresStore final : public engine::Store, public engine::Lookout {
 public:
  explicit PostgresStore(Pool& pool, Time time = Time::as_given) : pool_(pool), time_(time) {}
  [[nodiscard]] Result<> transact(
      const std::function<Result<>(engine::Transaction&)>& work) override;
  [[nodiscard]] Result<> observe(
      const std::function<Result<>(engine::Transaction&)>& work) override;
  [[nodiscard]] Result<engine::Glance> glance() override;
  [[nodiscard]] Result<bool> changes() override;
  [[nodiscard]] Result<std::optional<Instant>> next_due() override;

 private:
  Pool& pool_;
  const Time time_;
};

}  // namespace steward::store

// SPDX-License-Identifier: MIT
// A session in which people try expressions: it reads, and not for long.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/error.hpp"
#include "steward/model/query.hpp"

namespace steward::store {

class Session;

class Evaluations {
 public:
  /// `connection` is as `complete_connection` answers it. Errors: those of connecting.
  [[nodiscard]] static Result<Evaluations> open(const std::string& connection);
  Evaluations(Evaluations&&) noexcept;
  ~Evaluations();

  /// The value of a query that was compiled for an evaluation, as JSON text, about `keys`, which
  /// the query may ask for. Nothing when there is no such record. The server refuses to write.
  /// Errors: those of the statement.
  [[nodiscard]] Result<std::optional<std::string>> answer(
      const model::Query& query, const std::vector<std::string>& keys = {});

 private:
  explicit Evaluations(std::unique_ptr<Session> session);

  std::unique_ptr<Session> session_;
};

}  // namespace steward::store

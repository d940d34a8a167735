// SPDX-License-Identifier: MIT
#include "steward/store/evaluations.hpp"

#include "store/session.hpp"

namespace steward::store {
namespace {

// Each statement is a transaction of its own, so that one that fails spoils no other.
constexpr std::string_view kReadOnly = "set session characteristics as transaction read only";
constexpr std::string_view kTimeout = "set statement_timeout = '10s'";

}  // namespace

Evaluations::Evaluations(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Evaluations::Evaluations(Evaluations&&) noexcept = default;
Evaluations::~Evaluations() = default;

Result<Evaluations> Evaluations::open(const std::string& connection) {
  try {
    auto session = std::make_unique<Session>(connection);
    session->execute(kReadOnly);
    session->execute(kTimeout);
    return Evaluations(std::move(session));
  } catch (const StatementFailed& failed) {
    return failed.error();
  }
}

Result<std::optional<std::string>> Evaluations::answer(const model::Query& query,
                                                       const std::vector<std::string>& keys) {
  try {
    const auto rows = session_->query(query, {{"keys", keys}});
    if (rows.size() == 0) return std::optional<std::string>();
    const auto row = rows[0];
    return std::optional(row.is_null("value") ? std::string("null") : row.text("value"));
  } catch (const StatementFailed& failed) {
    return failed.error();
  }
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include "store/months.hpp"

#include "store/binds.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kEnsure = R"(
  select steward.ensure_month(steward.month_of(steward.instant(:at::bigint))) as made)";

using Month = std::chrono::year_month;

Month month_of(Instant at) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
  return date.year() / date.month();
}

}  // namespace

void ensure_month(Session& session, Instant at) {
  const auto month = month_of(at);
  if (session.knows(month)) return;
  // What was made just now goes again if the transaction is rolled back: the next one asks again.
  if (!session.query(kEnsure, {{"at", bind(at)}}).only().boolean("made")) session.know(month);
}

std::vector<std::string_view> month_statements() {
  return {kEnsure};
}

}  // namespace steward::store

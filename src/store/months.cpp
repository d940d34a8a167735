// SPDX-License-Identifier: MIT
#include "steward/store/months.hpp"
#include "store/months.hpp"

#include "store/binds.hpp"
#include "store/transact.hpp"

namespace steward::store {
namespace {

constexpr std::string_view kEnsure = R"(
  select steward.ensure_month(steward.month_of(:at::timestamptz)) as made)";

constexpr std::string_view kPrepare = R"(
  select steward.ensure_month(steward.month_of(:at::timestamptz) + :ahead::integer))";

constexpr std::int64_t kAhead = 2;

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

// Each by itself: who makes a partition holds up who writes promises until it commits.
Result<> prepare_months(Pool& pool, Instant now) {
  for (std::int64_t ahead = 0; ahead <= kAhead; ++ahead) {
    const auto made = transact(pool, [&](Session& session) -> Result<> {
      session.query(kPrepare, {{"at", bind(now)}, {"ahead", ahead}});
      return {};
    });
    if (!made) return made;
  }
  return {};
}

std::vector<std::string_view> month_statements() {
  return {kEnsure, kPrepare};
}

}  // namespace steward::store

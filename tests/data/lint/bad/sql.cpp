// SPDX-License-Identifier: MIT
// stands for src/engine/sql.cpp
constexpr auto kRead = "select id from steward.commitment";
constexpr auto kWrite = R"(
  insert into steward.notice (id) values ($1))";
constexpr auto kChange = "update steward.task set state = 'sent'";
constexpr auto kDrop = "DELETE FROM steward.task";
constexpr auto kProse = "the update of a rule is set aside; nothing to select from the list";

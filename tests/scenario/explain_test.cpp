// SPDX-License-Identifier: MIT
// What `steward explain` foretells is what is then sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "steward/engine/explanation.hpp"
#include "steward/rules/rule_in_words.hpp"
#include "support/skyport.hpp"
#include "support/world.hpp"

namespace steward::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Instant kSunday = at("2026-11-22T15:00:00-05:00");

class ExplainTest : public testing::Test {
 protected:
  ExplainTest() : world_(kSunday) { world_.run(kSkyport); }

  /// A service is done now, and the account brought up to date: only the follow-up is open.
  void complete(int delivery, int client) {
    world_.run(fmt::format(
        "insert into crm.service_deliveries (id, client_id, service_type, status, completed_at, "
        "account_updated_at) overriding system value values "
        "({0}, {1}, 'fuel', 'completed', '{2}', '{2}')",
        delivery, client, to_rfc3339(world_.now())));
  }

  engine::Explanation explain(const std::string& rule, const std::string& subject) {
    Problems problems;
    const auto words = rules::describe_rule(world_.rules(), rule, problems);
    EXPECT_TRUE(words) << problems.render_all();
    return engine::explain(world_.store(),
                           {world_.rules(), *world_.rules().rule(rule), *words, subject},
                           world_.settings(), world_.now())
        .value();
  }

  /// The messages that are foretold, "2026-11-23T20:00:00Z email ana@skyport.example".
  static std::vector<std::string> foretold(const engine::Explanation& explanation) {
    std::vector<std::string> lines;
    for (const auto& expected : explanation.ahead) {
      for (const auto& message : expected.messages) {
        if (message.reason) continue;
        lines.push_back(fmt::format("{} {} {}", to_rfc3339(expected.at),
                                    model::to_string(message.channel), message.address));
      }
    }
    return lines;
  }

  /// The messages that are sent until then, likewise.
  std::vector<std::string> sent_until(Instant end) {
    world_.advance_to(end);
    std::vector<std::string> lines;
    for (const auto* transport : {&world_.email(), &world_.sms()}) {
      for (const auto& message : transport->sent) {
        lines.push_back(fmt::format("{} {} {}", to_rfc3339(message.at),
                                    model::to_string(message.channel), message.address));
      }
    }
    return lines;
  }

  World world_;
};

TEST_F(ExplainTest, ForetellsExactlyWhatIsThenSent) {
  // Dana is away on the day of the escalation: Tom stands in.
  world_.run(
      "insert into crm.absences (staff_id, starts_at, ends_at, stand_in_id) values "
      "(3, '2026-11-24T16:00:00-05:00', '2026-11-26', 2)");
  complete(42, 1);
  world_.settle();
  const auto explanation = explain("priority-follow-up", "service_deliveries/42");
  EXPECT_EQ(explanation.standing, engine::Standing::live);
  const auto expected = foretold(explanation);
  ASSERT_EQ(expected.size(), 9U);
  EXPECT_THAT(sent_until(kSunday + std::chrono::days(6)),
              testing::UnorderedElementsAreArray(expected));
}

TEST_F(ExplainTest, ForetellsTheRestOfARunningEscalation) {
  complete(42, 1);
  world_.advance(std::chrono::hours(54));
  world_.email().sent.clear();
  world_.sms().sent.clear();
  const auto expected = foretold(explain("priority-follow-up", "42"));
  EXPECT_THAT(expected, ElementsAre("2026-11-25T04:00:00Z email luis@skyport.example",
                                    "2026-11-26T00:00:00Z email priya@skyport.example"));
  EXPECT_THAT(sent_until(kSunday + std::chrono::days(6)),
              testing::UnorderedElementsAreArray(expected));
}

TEST_F(ExplainTest, ForetellsAPromiseThatNobodyHasSeenYet) {
  complete(42, 1);
  const auto explanation = explain("priority-follow-up", "42");
  EXPECT_EQ(explanation.standing, engine::Standing::not_seen);
  EXPECT_FALSE(explanation.commitment);
  EXPECT_EQ(foretold(explanation).size(), 9U);
}

TEST_F(ExplainTest, NamesTheOneChangeThatWouldCover) {
  complete(43, 2);
  world_.settle();
  const auto explanation = explain("priority-follow-up", "43");
  EXPECT_EQ(explanation.standing, engine::Standing::not_covered);
  EXPECT_THAT(explanation.coverage.ways,
              ElementsAre(ElementsAre("the client's tier were \"priority\"")));
  EXPECT_THAT(explanation.ahead, IsEmpty());
  // And it does cover it.
  world_.run("update crm.clients set tier = 'priority' where id = 2");
  world_.settle();
  EXPECT_EQ(explain("priority-follow-up", "43").standing, engine::Standing::live);
}

TEST_F(ExplainTest, SaysThatAStoppedPromiseIsOver) {
  complete(42, 1);
  world_.settle();
  world_.advance(std::chrono::hours(2));
  world_.run(
      "insert into crm.interactions (client_id, channel, kind, occurred_at) "
      "values (1, 'phone', 'follow_up', '2026-11-22T16:00:00-05:00')");
  world_.settle();
  const auto explanation = explain("priority-follow-up", "42");
  EXPECT_EQ(explanation.standing, engine::Standing::over);
  EXPECT_EQ(explanation.commitment->state, model::State::kept);
  EXPECT_THAT(explanation.ahead, IsEmpty());
}

TEST_F(ExplainTest, FindsARecordByThePromisesReference) {
  complete(42, 1);
  world_.settle();
  const auto reference = explain("priority-follow-up", "42").commitment->reference;
  EXPECT_EQ(explain("priority-follow-up", reference).key, "42");
}

}  // namespace
}  // namespace steward::test

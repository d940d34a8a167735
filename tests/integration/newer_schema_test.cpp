// SPDX-License-Identifier: MIT
// A program that is older than its database's schema leaves it alone, and says so.
#include <gmock/gmock.h>

#include "store/migration.hpp"
#include "support/daemon_fixture.hpp"
#include "support/steward_command.hpp"

namespace steward::test {
namespace {

using testing::HasSubstr;

class NewerSchema : public Daemon {
 protected:
  NewerSchema() {
    database.run(
        "insert into steward.migration (name, checksum) values ('9999_of_the_future', 'x')");
  }

  const std::string refusal =
      "the schema 'steward' is newer than this program: it has migration 9999_of_the_future, this "
      "program knows migrations up to " +
      store::embedded_migrations().back().name + "; run a newer version of steward";
};

TEST_F(NewerSchema, IsNotRunBy) {
  DaemonProcess daemon(folder, database);
  until("it ends", [&] { return !daemon.is_running(); });
  EXPECT_EQ(daemon.wait(), 2);
  EXPECT_THAT(folder.log_text(),
              HasSubstr("\"level\":\"critical\",\"message\":\"" + refusal + "\"}\n"));
  EXPECT_EQ(database.value("select (select count(*) from steward.daemon) + "
                           "(select count(*) from steward.rule_set)"),
            "0");
}

TEST_F(NewerSchema, IsNamedByStatusAndByEveryCommand) {
  const StewardCommand steward(database.connection());
  const auto status = steward.run("status");
  EXPECT_EQ(status.output,
            "steward is down: " + refusal + "\n  next: correct that, then steward status\n");
  EXPECT_EQ(status.errors, "");
  EXPECT_EQ(status.exit_code, 2);
  for (const auto* words : {"resync", "commitments", "db migrate"}) {
    const auto refused = steward.run(words);
    EXPECT_EQ(refused.errors, "steward: " + refusal + "\n") << words;
    EXPECT_EQ(refused.output, "") << words;
    EXPECT_EQ(refused.exit_code, 1) << words;
  }
}

}  // namespace
}  // namespace steward::test

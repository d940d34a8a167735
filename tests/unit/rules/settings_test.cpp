// SPDX-License-Identifier: MIT
#include "steward/rules/settings.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace steward::rules {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// A configuration file in a folder of its own; the environment's database is out of the way.
class SettingsTest : public testing::Test {
 protected:
  SettingsTest() : folder_(testing::TempDir() + "steward-settings-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    unsetenv("STEWARD_DATABASE");
    unsetenv("STEWARD_TEST_SECRET");
  }
  ~SettingsTest() override {
    fs::remove_all(folder_);
    unsetenv("STEWARD_DATABASE");
    unsetenv("STEWARD_TEST_SECRET");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  std::optional<Settings> read(const std::string& text) {
    write("steward.yaml", text);
    problems_ = Problems();
    return read_settings(folder_ / "steward.yaml", problems_);
  }

  /// What is said about a file, without the folder.
  std::string said(const std::string& text) {
    const auto settings = read(text);
    EXPECT_EQ(settings.has_value(), !problems_.has_errors());
    auto shown = problems_.render_all();
    const auto prefix = folder_.string() + "/";
    for (auto at = shown.find(prefix); at != std::string::npos; at = shown.find(prefix)) {
      shown.erase(at, prefix.size());
    }
    return shown;
  }

  fs::path folder_;
  Problems problems_;
};

constexpr const char* kLeast = "organisation: Skyport\nrules: rules\n";

TEST_F(SettingsTest, NeedLittle) {
  const auto settings = read(kLeast);
  ASSERT_TRUE(settings) << problems_.render_all();
  EXPECT_EQ(problems_.render_all(), "");
  EXPECT_EQ(settings->organisation, "Skyport");
  EXPECT_EQ(settings->paths.rules, std::vector<fs::path>{folder_ / "rules"});
  EXPECT_TRUE(settings->paths.model.empty());
  EXPECT_EQ(settings->delivery, Delivery::shadow);
  EXPECT_EQ(settings->connections, 12);
  EXPECT_EQ(settings->probe, 200ms);
  EXPECT_EQ(settings->http_address, "127.0.0.1");
  EXPECT_EQ(settings->http_port, 9464);
  EXPECT_EQ(settings->log_level, "info");
  EXPECT_FALSE(settings->email);
  EXPECT_FALSE(settings->sms);
}

TEST_F(SettingsTest, TakeEveryKey) {
  write("smtp-password", "hunter2\n");
  setenv("STEWARD_TEST_SECRET", "t0ken", 1);
  const auto settings = read(
      "organisation: Skyport\n"
      "database: dbname=steward\n"
      "connections: 8\n"
      "rules: [../rules, extra.yaml]\n"
      "calendars: calendars\n"
      "escalations: [escalations.yaml]\n"
      "templates: /etc/steward/templates\n"
      "model: model.yaml\n"
      "delivery: redirect\n"
      "redirect: {email: trial@skyport.example, sms: \"+15555550100\"}\n"
      "email:\n"
      "  url: smtp://mail.example.com:587\n"
      "  from: Skyport <steward@skyport.example>\n"
      "  username: steward\n"
      "  password: {file: smtp-password}\n"
      "  starttls: true\n"
      "sms:\n"
      "  url: https://sms.example.com/Messages.json\n"
      "  from: \"+15555550199\"\n"
      "  account: AC0123\n"
      "  token: {env: STEWARD_TEST_SECRET}\n"
      "last_resort: {email: manager@skyport.example, sms: \"+15555550111\"}\n"
      "probe: 1s\n"
      "http: {address: 127.0.0.2, port: 0}\n"
      "heartbeat: {url: \"file:alive\", every: 30s}\n"
      "log: {level: debug}\n");
  ASSERT_TRUE(settings) << problems_.render_all();
  EXPECT_EQ(settings->database, "dbname=steward");
  EXPECT_EQ(settings->connections, 8);
  EXPECT_EQ(settings->paths.rules,
            (std::vector<fs::path>{folder_.parent_path() / "rules", folder_ / "extra.yaml"}));
  EXPECT_EQ(settings->paths.chains, std::vector<fs::path>{folder_ / "escalations.yaml"});
  EXPECT_EQ(settings->paths.templates, std::vector<fs::path>{"/etc/steward/templates"});
  EXPECT_EQ(settings->paths.model, folder_ / "model.yaml");
  EXPECT_EQ(settings->delivery, Delivery::redirect);
  EXPECT_EQ(settings->redirect_email, "trial@skyport.example");
  EXPECT_EQ(settings->redirect_sms, "+15555550100");
  EXPECT_EQ(settings->email->url, "smtp://mail.example.com:587");
  EXPECT_EQ(settings->email->from, "Skyport <steward@skyport.example>");
  EXPECT_EQ(settings->email->username, "steward");
  EXPECT_EQ(settings->email->password, "hunter2");
  EXPECT_TRUE(settings->email->starttls);
  EXPECT_EQ(settings->sms->account, "AC0123");
  EXPECT_EQ(settings->sms->token, "t0ken");
  EXPECT_EQ(settings->last_resort_email, "manager@skyport.example");
  EXPECT_EQ(settings->last_resort_sms, "+15555550111");
  EXPECT_EQ(settings->probe, 1s);
  EXPECT_EQ(settings->http_address, "127.0.0.2");
  EXPECT_EQ(settings->http_port, 0);
  EXPECT_EQ(settings->heartbeat->url, "file:" + (folder_ / "alive").string());
  EXPECT_EQ(settings->heartbeat->every, 30s);
  EXPECT_EQ(settings->log_level, "debug");
}

TEST_F(SettingsTest, TakeLocalSinksFromTheirFolder) {
  const auto settings = read(std::string(kLeast) +
                             "email: {url: \"maildir:out/mail\", from: a@b.example}\n"
                             "sms: {url: \"file:/var/sms.txt\", from: \"+15555550199\"}\n");
  ASSERT_TRUE(settings) << problems_.render_all();
  EXPECT_EQ(settings->email->url, "maildir:" + (folder_ / "out/mail").string());
  EXPECT_EQ(settings->sms->url, "file:/var/sms.txt");
}

TEST_F(SettingsTest, FindTheDatabase) {
  write("connection", "dbname=a password=s\n");
  EXPECT_EQ(read(std::string(kLeast) + "database: {file: connection}\n")->database,
            "dbname=a password=s");
  setenv("STEWARD_TEST_SECRET", "dbname=b", 1);
  EXPECT_EQ(read(std::string(kLeast) + "database: {env: STEWARD_TEST_SECRET}\n")->database,
            "dbname=b");
  setenv("STEWARD_DATABASE", "dbname=c", 1);
  EXPECT_EQ(read(std::string(kLeast) + "database: {file: not-there}\n")->database, "dbname=c");
  EXPECT_EQ(read(kLeast)->database, "dbname=c");
}

TEST_F(SettingsTest, RefuseSecretsAndDoNotShowThem) {
  EXPECT_EQ(said(std::string(kLeast) +
                 "database: postgresql://me:hunter2@db.example.com/steward\n"
                 "email:\n"
                 "  url: smtps://mail.example.com\n"
                 "  from: a@b.example\n"
                 "  username: me\n"
                 "  password: hunter2\n"
                 "sms: {url: \"file:x\", from: \"+15555550199\", token: hunter2}\n"),
            "steward.yaml:3:1: error: 'database' holds a secret, which does not belong here\n"
            "  database: postgresql://me:***\n"
            "  ^~~~~~~~\n"
            "  = write {file: PATH} or {env: NAME}, and keep the secret there\n"
            "steward.yaml:8:3: error: 'password' holds a secret, which does not belong here\n"
            "    password: ***\n"
            "    ^~~~~~~~\n"
            "  = write {file: PATH} or {env: NAME}, and keep the secret there\n"
            "steward.yaml:9:44: error: 'token' holds a secret, which does not belong here\n"
            "  sms: {url: \"file:x\", from: \"+15555550199\", token: ***\n"
            "                                             ^~~~~\n"
            "  = write {file: PATH} or {env: NAME}, and keep the secret there\n"
            "3 errors, 0 warnings\n");
}

TEST_F(SettingsTest, NameSecretsThatAreNotThere) {
  write("empty", "\n");
  EXPECT_EQ(said(std::string(kLeast) +
                 "database: {env: STEWARD_TEST_SECRET}\n"
                 "email: {url: \"smtps://h\", from: a@b, username: u, password: {file: empty}}\n"
                 "sms: {url: \"https://h\", from: \"+15555550199\", account: a, token: {}}\n"),
            "steward.yaml:3:17: error: the environment variable 'STEWARD_TEST_SECRET' is not set\n"
            "  database: {env: STEWARD_TEST_SECRET}\n"
            "                  ^~~~~~~~~~~~~~~~~~~\n"
            "steward.yaml:4:68: error: the file 'empty' is empty\n"
            "  email: {url: \"smtps://h\", from: a@b, username: u, password: {file: empty}}\n"
            "                                                                     ^~~~~\n"
            "steward.yaml:5:66: error: 'token' must name either a file or a variable\n"
            "  sms: {url: \"https://h\", from: \"+15555550199\", account: a, token: {}}\n"
            "                                                                   ^\n"
            "  = write {file: PATH} or {env: NAME}\n"
            "3 errors, 0 warnings\n");
}

TEST_F(SettingsTest, OfTheHeartbeatTheUrlIsNeeded) {
  const auto settings = read(
      "organisation: Skyport\nrules: [rules]\ndatabase: dbname=steward\n"
      "heartbeat: {url: \"https://alarm.example:8443/ping/4f2a?rid=1\"}\n");
  ASSERT_TRUE(settings) << problems_.render_all();
  EXPECT_EQ(settings->heartbeat->url, "https://alarm.example:8443/ping/4f2a?rid=1");
  EXPECT_EQ(settings->heartbeat->every, 60s);
  const std::string head = "organisation: Skyport\nrules: [rules]\ndatabase: dbname=steward\n";
  EXPECT_EQ(said(head + "heartbeat: {every: 2h}\n"),
            "steward.yaml:4:12: error: 'heartbeat' has no 'url'\n"
            "  heartbeat: {every: 2h}\n"
            "             ^\n"
            "  = 'url' is what is fed: https://host/path, asked by GET, or file:PATH\n"
            "steward.yaml:4:20: error: 'every' must be from 1s to 1h\n"
            "  heartbeat: {every: 2h}\n"
            "                     ^~\n"
            "2 errors, 0 warnings\n");
  EXPECT_EQ(said(head + "heartbeat:\n  url: ftp://alarm.example\n  evry: 30s\n"),
            "steward.yaml:5:8: error: this is no place for a heartbeat\n"
            "    url: ftp://alarm.example\n"
            "         ^~~~~~~~~~~~~~~~~~~\n"
            "  = expected https://host/path, http://host/path or file:PATH\n"
            "steward.yaml:6:3: error: unknown key 'evry' in 'heartbeat'\n"
            "    evry: 30s\n"
            "    ^~~~\n"
            "  = did you mean 'every'?\n"
            "2 errors, 0 warnings\n");
}

TEST_F(SettingsTest, WithoutRetentionEverythingIsKept) {
  EXPECT_FALSE(read(kLeast)->retention);
}

TEST_F(SettingsTest, OfRetentionMonthsAndYearsAreTaken) {
  const std::string head = std::string(kLeast) + "retention:\n";
  const auto retention = read(head + "  after: 7 years\n  export: archive\n")->retention;
  ASSERT_TRUE(retention) << problems_.render_all();
  EXPECT_EQ(retention->after, std::chrono::months(84));
  EXPECT_EQ(retention->folder, folder_ / "archive");
  EXPECT_EQ(read(head + "  after: 1 month\n")->retention->after, std::chrono::months(1));
  EXPECT_EQ(read(head + "  after: 18 months\n")->retention->folder, "");
  EXPECT_EQ(read(head + "  after: 100 years\n  export: /var/lib/steward\n")->retention->folder,
            "/var/lib/steward");
}

TEST_F(SettingsTest, OfRetentionNothingElseIs) {
  const auto head = std::string(kLeast) + "retention: {after: ";
  for (const std::string value :
       {"7 days", "0 years", "-7 years", "101 years", "1201 months", "7", "seven years", "48h"}) {
    EXPECT_EQ(said(head + value + "}\n"),
              "steward.yaml:3:20: error: '" + value +
                  "' is no time to keep promises for\n"
                  "  retention: {after: " +
                  value + "}\n                     " + "^" + std::string(value.size() - 1, '~') +
                  "\n"
                  "  = expected calendar months or years, from 1 month to 100 years: 7 years\n"
                  "1 error, 0 warnings\n")
        << value;
  }
}

TEST_F(SettingsTest, OfRetentionTheTimeIsNeeded) {
  EXPECT_EQ(said(std::string(kLeast) + "retention: {export: archive, afer: 7 years}\n"),
            "steward.yaml:3:12: error: 'retention' has no 'after'\n"
            "  retention: {export: archive, afer: 7 years}\n"
            "             ^\n"
            "  = 'after' is how long after its end a promise keeps its history: calendar months or "
            "years, 1 month to 100 years\n"
            "steward.yaml:3:30: error: unknown key 'afer' in 'retention'\n"
            "  retention: {export: archive, afer: 7 years}\n"
            "                               ^~~~\n"
            "  = did you mean 'after'?\n"
            "2 errors, 0 warnings\n");
}

TEST_F(SettingsTest, NameWhatIsWrong) {
  EXPECT_EQ(
      said("organization: Skyport\n"
           "connections: 1\n"
           "rules: [{a: b}]\n"
           "delivery: lve\n"
           "email: {url: \"smtp://me:pw@h\", from: Skyport}\n"
           "sms: {url: \"http://sms.example.com\", from: \"555 0199\"}\n"
           "last_resort: {email: \"a@b, c@d\", fax: \"1\"}\n"
           "probe: 1ms\n"
           "http: {address: 0.0.0.0, port: 70000}\n"
           "log: {level: loud}\n"),
      "steward.yaml:1:1: error: the configuration has no 'organisation'\n"
      "  organization: Skyport\n"
      "  ^\n"
      "  = 'organisation' is who the messages come from\n"
      "steward.yaml:1:1: error: unknown key 'organization' in the configuration\n"
      "  organization: Skyport\n"
      "  ^~~~~~~~~~~~\n"
      "  = did you mean 'organisation'?\n"
      "steward.yaml:2:14: error: 'connections' must be a whole number from 3 to 64, not "
      "'1'\n"
      "  connections: 1\n"
      "               ^\n"
      "steward.yaml:3:9: error: a path must be text, not a mapping\n"
      "  rules: [{a: b}]\n"
      "          ^\n"
      "steward.yaml:4:11: error: unknown delivery 'lve'\n"
      "  delivery: lve\n"
      "            ^~~\n"
      "  = did you mean 'live'?\n"
      "steward.yaml:5:15: error: this is no place to send messages to\n"
      "  email: {url: \"smtp://me:***\n"
      "                ^~~~~~~~~~~~~\n"
      "  = expected smtp://host:port, smtps://host:port or maildir:PATH; a user is named by "
      "'username'\n"
      "steward.yaml:5:38: error: 'Skyport' is no sender\n"
      "  email: {url: \"smtp://me:***\n"
      "                             ^\n"
      "  = expected Name <name@host.example>\n"
      "steward.yaml:6:13: error: this is no place to send messages to\n"
      "  sms: {url: \"http://sms.example.com\", from: \"555 0199\"}\n"
      "              ^~~~~~~~~~~~~~~~~~~~~~\n"
      "  = expected https://host/path or file:PATH; http:// only on this machine, because the "
      "token would travel unencrypted\n"
      "steward.yaml:6:45: error: '555 0199' is no telephone number\n"
      "  sms: {url: \"http://sms.example.com\", from: \"555 0199\"}\n"
      "                                              ^~~~~~~~\n"
      "  = expected +15555550100, in quotes: country code and number, no spaces\n"
      "steward.yaml:7:23: error: 'a@b, c@d' is no email address\n"
      "  last_resort: {email: \"a@b, c@d\", fax: \"1\"}\n"
      "                        ^~~~~~~~\n"
      "  = expected name@host.example\n"
      "steward.yaml:7:34: error: unknown key 'fax' in 'last_resort'\n"
      "  last_resort: {email: \"a@b, c@d\", fax: \"1\"}\n"
      "                                   ^~~\n"
      "  = expected one of: email, sms\n"
      "steward.yaml:8:8: error: 'probe' must be from 10ms to 10s\n"
      "  probe: 1ms\n"
      "         ^~~\n"
      "steward.yaml:9:17: error: '0.0.0.0' is no address of this machine\n"
      "  http: {address: 0.0.0.0, port: 70000}\n"
      "                  ^~~~~~~\n"
      "  = expected 127.0.0.1 or ::1; to reach it from elsewhere put a proxy before it\n"
      "steward.yaml:9:32: error: 'port' must be a whole number from 0 to 65535, not "
      "'70000'\n"
      "  http: {address: 0.0.0.0, port: 70000}\n"
      "                                 ^~~~~\n"
      "steward.yaml:10:14: error: unknown log level 'loud'\n"
      "  log: {level: loud}\n"
      "               ^~~~\n"
      "  = expected one of: debug, error, info, trace, warning\n"
      "15 errors, 0 warnings\n");
}

TEST_F(SettingsTest, DeliverOnlyWhereSomethingCanLeave) {
  EXPECT_EQ(said(std::string(kLeast) + "delivery: live\n"),
            "steward.yaml:3:11: error: nothing can leave: neither 'email' nor 'sms' is "
            "configured\n"
            "  delivery: live\n"
            "            ^~~~\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(said(std::string(kLeast) + "delivery: redirect\n"
                                       "redirect: {sms: \"+15555550100\"}\n"
                                       "email: {url: \"maildir:x\", from: a@b}\n"
                                       "sms: {url: \"file:x\", from: \"+15555550199\"}\n"),
            "steward.yaml:3:11: error: 'delivery: redirect' without an address for 'email'\n"
            "  delivery: redirect\n"
            "            ^~~~~~~~\n"
            "  = set 'email:' under 'redirect:'\n"
            "1 error, 0 warnings\n");
}

TEST_F(SettingsTest, KeepPasswordsOffOpenWires) {
  write("secret", "s");
  EXPECT_EQ(
      said(std::string(kLeast) +
           "email: {url: \"smtp://mail.example.com\", from: a@b, username: u, password: "
           "{file: secret}, starttls: false}\n"),
      "steward.yaml:3:91: error: the password would travel unencrypted\n"
      "  email: {url: \"smtp://mail.example.com\", from: a@b, username: u, password: {file: "
      "secret}, starttls: false}\n"
      "                                                                                       "
      "     ^~~~~~~~\n"
      "  = remove 'starttls: false'\n"
      "1 error, 0 warnings\n");
  EXPECT_EQ(said(std::string(kLeast) +
                 "email: {url: \"smtp://localhost\", from: a@b, username: u, password: {file: "
                 "secret}, starttls: false}\n"),
            "");
  EXPECT_EQ(said(std::string(kLeast) + "email: {url: \"smtp://h\", from: a@b, username: u}\n"),
            "steward.yaml:3:37: error: 'username' without 'password'\n"
            "  email: {url: \"smtp://h\", from: a@b, username: u}\n"
            "                                      ^~~~~~~~\n"
            "1 error, 0 warnings\n");
}

TEST_F(SettingsTest, ReadsHowFilesAreReloaded) {
  const auto plain = read("organisation: Skyport\nrules: rules\ndatabase: dbname=x\n");
  ASSERT_TRUE(plain) << problems_.render_all();
  EXPECT_EQ(plain->reload, model::ReloadMode::guarded);
  EXPECT_EQ(plain->reload_limits, model::ReloadLimits());
  EXPECT_EQ(plain->paths.root, folder_);
  const auto settings = read(
      "organisation: Skyport\nrules: rules\ndatabase: dbname=x\nreload: manual\n"
      "reload_limits: {cancelled: 1, moved: 2, breached: 0, messages: 4}\n"
      "admins: [ops@skyport.example, role(\"office-manager\")]\n");
  ASSERT_TRUE(settings) << problems_.render_all();
  EXPECT_EQ(settings->reload, model::ReloadMode::manual);
  EXPECT_EQ(settings->reload_limits, (model::ReloadLimits{1, 2, 0, 4}));
  EXPECT_EQ(settings->admins,
            (std::vector<model::Recipient>{{model::RecipientKind::address, "ops@skyport.example"},
                                           {model::RecipientKind::role, "office-manager"}}));
}

TEST_F(SettingsTest, RefusesOtherWaysToReloadAndAdminsWithoutAnAddress) {
  EXPECT_FALSE(
      read("organisation: Skyport\nrules: rules\ndatabase: dbname=x\nreload: guard\n"
           "reload_limits: {moved: -1}\nadmins: [ops, assignee, [a]]\n"));
  const auto file = (folder_ / "steward.yaml").string();
  EXPECT_EQ(problems_.render_all(),
            file +
                ":4:9: error: unknown way to reload 'guard'\n"
                "  reload: guard\n          ^~~~~\n  = expected one of: always, guarded, manual\n" +
                file +
                ":5:24: error: 'moved' must be a whole number from 0 to 1000000, not '-1'\n"
                "  reload_limits: {moved: -1}\n                         ^~\n" +
                file +
                ":6:10: error: 'ops' is no email address and no role\n"
                "  admins: [ops, assignee, [a]]\n           ^~~\n"
                "  = expected name@host.example or role(\"…\")\n" +
                file +
                ":6:15: error: 'assignee' is no email address and no role\n"
                "  admins: [ops, assignee, [a]]\n                ^~~~~~~~\n"
                "  = expected name@host.example or role(\"…\")\n" +
                file +
                ":6:25: error: an admin must be text, not a list\n"
                "  admins: [ops, assignee, [a]]\n                          ^\n"
                "  = expected name@host.example or role(\"…\")\n"
                "5 errors, 0 warnings\n");
}

}  // namespace
}  // namespace steward::rules

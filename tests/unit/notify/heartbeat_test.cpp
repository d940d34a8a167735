// SPDX-License-Identifier: MIT
#include "steward/notify/heartbeat.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "unit/notify/http_server.hpp"
#include "unit/notify/show_error.hpp"

namespace steward::notify {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

const Instant kNow = parse_instant("2026-11-22T15:00:00Z").value();

Result<> beat(HttpScript script, HeartbeatTimeouts timeouts = {}) {
  script.body = "";
  const HttpServer server(script);
  return (*make_heartbeat(server.url(), timeouts))->beat(kNow);
}

TEST(Heartbeat, OfAUrlIsAGetThatIsAnsweredWellAndKeepsItsConnection) {
  HttpScript script;
  script.status = 200;
  HttpServer server(script);
  const auto heartbeat = *make_heartbeat(server.url());
  EXPECT_TRUE(heartbeat->beat(kNow));
  EXPECT_TRUE(heartbeat->beat(kNow + seconds(60)));
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].line, "GET /Messages.json HTTP/1.1");
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Heartbeat, OfAUrlSaysWhyItWasNotTaken) {
  EXPECT_EQ(beat({404, "", ""}).error(), Error(ErrorCode::unavailable, "the answer was 404"));
  EXPECT_EQ(beat({301, "Location: http://127.0.0.1:9/\r\n", ""}).error(),
            Error(ErrorCode::unavailable, "the answer was 301"));
  HttpScript stalls;
  stalls.stall = true;
  EXPECT_EQ(beat(stalls, {milliseconds(100), milliseconds(100)}).error(),
            Error(ErrorCode::unavailable, "Timeout was reached"));
  EXPECT_EQ((*make_heartbeat("http://127.0.0.1:1/"))->beat(kNow).error(),
            Error(ErrorCode::unavailable, "Couldn't connect to server"));
}

TEST(Heartbeat, OfAFileReplacesItAsAWhole) {
  const fs::path folder = testing::TempDir() + "steward-heartbeat-" + std::to_string(getpid());
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto heartbeat = *make_heartbeat("file:" + (folder / "alive").string());
  EXPECT_TRUE(heartbeat->beat(kNow - seconds(60)));
  EXPECT_TRUE(heartbeat->beat(kNow));
  std::ostringstream text;
  text << std::ifstream(folder / "alive").rdbuf();
  EXPECT_EQ(text.str(), "2026-11-22T15:00:00Z\n");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
  fs::remove_all(folder);
  const auto failed = heartbeat->beat(kNow).error();
  EXPECT_EQ(failed.code(), ErrorCode::unavailable);
  EXPECT_EQ(failed.message().substr(0, 12), "cannot open ");
}

TEST(Heartbeat, HasAUrlOrAFile) {
  const Error expected(ErrorCode::invalid_input,
                       "the heartbeat's url: expected https://host/path, http://host/path or "
                       "file:PATH");
  EXPECT_EQ(make_heartbeat("ftp://alarm.example/").error(), expected);
  EXPECT_EQ(make_heartbeat("alarm").error(), expected);
  EXPECT_EQ(make_heartbeat("file:").error(),
            Error(ErrorCode::invalid_input, "the heartbeat's url: file: needs a path"));
}

}  // namespace
}  // namespace steward::notify

// SPDX-License-Identifier: MIT
// A database of its own for one test, on the private PostgreSQL of the test run.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace steward::test {

class TestDatabase;

/// A file, relative to the source folder.
[[nodiscard]] std::string read_source_file(const std::string& path);

/// What many tests begin with. The first test that needs it on a server fills a database with it,
/// which stays; every other test gets a copy, which takes less than half the time.
struct DatabaseTemplate {
  std::string content;  ///< all that the filling depends on, such as the texts that it runs
  std::function<void(TestDatabase&)> fill;
};

/// Created empty with a unique name, dropped at its end (whoever is still connected is cut off).
/// The server is the one of STEWARD_TEST_POSTGRES (a connection string) or, without it, of the
/// file postgres/url in the build folder, which `scripts/postgres start` writes. Throws
/// `std::runtime_error` with the server's words when anything fails.
class TestDatabase {
 public:
  TestDatabase();
  /// On the server of this connection string, to a database that is there already.
  explicit TestDatabase(const std::string& maintenance);
  /// A copy of what the template is filled with.
  explicit TestDatabase(const DatabaseTemplate& original);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  /// For libpq, as `key=value` pairs.
  [[nodiscard]] const std::string& connection() const { return connection_; }
  /// The same with another user.
  [[nodiscard]] std::string connection_as(std::string_view user) const;
  /// The same by the unix socket in another folder.
  [[nodiscard]] std::string connection_by(std::string_view socket_folder) const;
  /// The folder of the server's unix socket; a host's name when it is not reached by one.
  [[nodiscard]] std::string host() const { return PQhost(session_.get()); }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// After the server was stopped and started again.
  void reconnect();
  /// To the same database on another server, by its unix socket.
  void move_to(std::string_view socket_folder);
  /// Another database with all that is in this one, to which nobody else may be connected.
  [[nodiscard]] std::unique_ptr<TestDatabase> copy();

  /// Runs any number of statements.
  void run(const std::string& sql);
  /// Runs a file of statements, relative to the source folder.
  void run_file(const std::string& path);
  /// Runs a `copy … from stdin` and hands it the data.
  void copy(const std::string& statement, const std::string& data);
  /// The rows of one query; a null reads "null".
  [[nodiscard]] std::vector<std::vector<std::string>> rows(const std::string& sql);
  /// The one value of a query.
  [[nodiscard]] std::string value(const std::string& sql);

 private:
  TestDatabase(const std::string& maintenance, const std::string& original,
               std::string_view strategy);
  static std::string filled(const std::string& maintenance, const DatabaseTemplate& original);

  std::string name_;
  std::string connection_;
  std::unique_ptr<PGconn, decltype(&PQfinish)> session_;
};

/// A plain libpq connection for a test that needs a second session or another role.
class RawSession {
 public:
  explicit RawSession(const std::string& connection);
  void run(const std::string& sql);
  /// Sends without waiting for the answer, for statements that are to block on a lock.
  void send(const std::string& sql);
  /// Waits for the answers to what was sent.
  void finish();
  [[nodiscard]] int server_pid() const { return PQbackendPID(session_.get()); }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> session_;
};

}  // namespace steward::test

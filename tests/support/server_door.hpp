// SPDX-License-Identifier: MIT
// A way to the database that a test opens and closes.
#pragma once

#include <filesystem>
#include <string>

#include "support/test_database.hpp"

namespace steward::test {

/// The server's socket under another name, which is there only while the door is open. Whoever
/// comes by it sees the server go away and come back; the test itself goes on working with it.
class ServerDoor {
 public:
  /// Closed. `folder` is an existing one; the server must be reached by a unix socket.
  ServerDoor(TestDatabase& database, const std::filesystem::path& folder)
      : database_(database), way_(folder / "socket") {}

  /// For libpq: by this door.
  [[nodiscard]] std::string connection() const { return database_.connection_by(way_.string()); }
  void open() { std::filesystem::create_directory_symlink(database_.host(), way_); }
  /// Cuts off everybody but the test.
  void close() {
    std::filesystem::remove(way_);
    static_cast<void>(
        database_.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = "
                       "current_database() and pid <> pg_backend_pid()"));
  }

 private:
  TestDatabase& database_;
  const std::filesystem::path way_;
};

}  // namespace steward::test

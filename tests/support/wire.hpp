// SPDX-License-Identifier: MIT
// A way to the server that breaks where a test says: between two messages of PostgreSQL's protocol.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "support/temporary_folder.hpp"
#include "support/test_database.hpp"

namespace steward::test {

/// What becomes of a request.
enum class Fate {
  answered,
  lost,        ///< cut before it reached the server
  unanswered,  ///< the server did it, and the connection was cut before its answer came
};

/// The server's unix socket under another name. Whoever comes by it is cut off as `decide` says;
/// it is given the text of each request (a statement with its values, or several that go together),
/// from the thread of its connection.
class Wire {
 public:
  using Decide = std::function<Fate(const std::string& request)>;

  Wire(const TestDatabase& database, Decide decide);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// For libpq: by this wire.
  [[nodiscard]] std::string connection() const { return connection_; }

 private:
  void accept_all();
  void serve(int client);

  const TemporaryFolder folder_;
  const std::string server_;
  const Decide decide_;
  std::string connection_;
  int listening_ = -1;
  std::atomic<bool> ending_{false};
  std::mutex mutex_;
  std::list<std::thread> serving_;
  std::thread accepting_;
};

}  // namespace steward::test

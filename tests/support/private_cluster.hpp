// SPDX-License-Identifier: MIT
// A PostgreSQL of one test, which it may stop as hard as it likes.
#pragma once

#include <filesystem>
#include <string>

#include "support/temporary_folder.hpp"

namespace steward::test {

/// Running when made; stopped and removed at its end. Throws `std::runtime_error` with the words of
/// `scripts/postgres`.
class PrivateCluster {
 public:
  PrivateCluster();
  struct StandbyOf {
    const PrivateCluster& primary;
  };
  /// Follows the other one until it is promoted.
  explicit PrivateCluster(StandbyOf other);
  ~PrivateCluster();
  PrivateCluster(const PrivateCluster&) = delete;
  PrivateCluster& operator=(const PrivateCluster&) = delete;

  /// For libpq.
  [[nodiscard]] std::string connection() const;
  /// Where its unix socket is.
  [[nodiscard]] std::string socket() const;
  void start();
  /// As `pg_ctl stop -m immediate`: no checkpoint, no farewell, so that the next start recovers.
  void crash();

 private:
  /// Where the server's data are.
  [[nodiscard]] std::filesystem::path home() const;

  TemporaryFolder folder_;
};

}  // namespace steward::test

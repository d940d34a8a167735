// SPDX-License-Identifier: MIT
// Plain libpq: prepared statements with text parameters.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

namespace steward::bench {

/// `std::runtime_error` with the server's words when anything fails. Not for two threads at once.
class HandSession {
 public:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  explicit HandSession(const std::string& connection);

  /// A statement without parameters.
  Result run(const char* sql);
  void prepare(const char* name, const char* sql);
  Result execute(const char* name, const std::vector<std::string>& parameters);

  [[nodiscard]] int server_pid() const { return PQbackendPID(session_.get()); }

 private:
  Result checked(PGresult* result);

  std::unique_ptr<PGconn, decltype(&PQfinish)> session_;
};

/// As PostgreSQL writes an array of texts that need no quotes.
template <class Items, class Text>
[[nodiscard]] std::string array_of(const Items& items, Text text) {
  std::string all = "{";
  for (const auto& item : items) {
    if (all.size() > 1) all += ',';
    all += text(item);
  }
  return all + "}";
}

}  // namespace steward::bench

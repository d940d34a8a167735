// SPDX-License-Identifier: MIT
#include "store/connection_failure.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <memory>

#include "store/sqlstate.hpp"

namespace steward::store {
namespace {

constexpr int kPatienceMs = 5'000;

// False when the other side stays silent.
bool wait_for(const PGconn* connection, PostgresPollingStatusType status) {
  const auto wanted = static_cast<short>(status == PGRES_POLLING_READING ? POLLIN : POLLOUT);
  pollfd descriptor{PQsocket(connection), wanted, 0};
  return descriptor.fd >= 0 && poll(&descriptor, 1, kPatienceMs) == 1;
}

// The five characters after "FATAL:  " of a verbose message; "" when there are none.
std::string sqlstate_in(const std::string& message) {
  const std::size_t at = message.rfind("FATAL:  ");
  if (at == std::string::npos) return {};
  const std::string state = message.substr(at + 8, 5);
  const bool looks_right =
      state.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
  return looks_right ? state : std::string();
}

std::string ask_again(const std::string& connection_string) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectStart(connection_string.c_str()), PQfinish);
  if (!connection) return {};
  PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE);
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (status == PGRES_POLLING_WRITING || status == PGRES_POLLING_READING) {
    if (!wait_for(connection.get(), status)) return {};
    status = PQconnectPoll(connection.get());
  }
  return sqlstate_in(PQerrorMessage(connection.get()));
}

}  // namespace

StatementFailed connection_failure(const std::string& connection, const std::string& message) {
  std::string sqlstate;
  if (message.find("FATAL:") != std::string::npos) sqlstate = ask_again(connection);
  const ErrorCode code = sqlstate.empty() ? ErrorCode::unavailable : classify(sqlstate);
  return StatementFailed(code, sqlstate, "cannot connect to the database: " + message);
}

}  // namespace steward::store

// SPDX-License-Identifier: MIT
#include "bench/hand_session.hpp"

#include <stdexcept>

namespace steward::bench {

HandSession::HandSession(const std::string& connection)
    : session_(PQconnectdb(connection.c_str()), PQfinish) {
  if (PQstatus(session_.get()) != CONNECTION_OK) {
    throw std::runtime_error(PQerrorMessage(session_.get()));
  }
  run("set timezone = 'UTC'");
}

HandSession::Result HandSession::run(const char* sql) {
  return checked(PQexec(session_.get(), sql));
}

void HandSession::prepare(const char* name, const char* sql) {
  checked(PQprepare(session_.get(), name, sql, 0, nullptr));
}

HandSession::Result HandSession::execute(const char* name,
                                         const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) values.push_back(parameter.c_str());
  return checked(PQexecPrepared(session_.get(), name, static_cast<int>(values.size()),
                                values.data(), nullptr, nullptr, 0));
}

HandSession::Result HandSession::checked(PGresult* result) {
  Result owned(result, PQclear);
  const auto status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(session_.get()));
  }
  return owned;
}

}  // namespace steward::bench

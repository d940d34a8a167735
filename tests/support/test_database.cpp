// SPDX-License-Identifier: MIT
#include "support/test_database.hpp"
#include "paths.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <stdexcept>

#include "steward/base/digest.hpp"
#include "support/text_file.hpp"

namespace steward::test {
namespace {

using Session = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Outcome = std::unique_ptr<PGresult, decltype(&PQclear)>;

std::string server() {
  if (const char* const given = std::getenv("STEWARD_TEST_POSTGRES")) return given;
  const std::string file = STEWARD_BINARY_DIR "/postgres/url";
  std::string url = read_file(file);
  // An empty one would lead to whatever server this machine has.
  if (url.empty()) throw std::runtime_error("no server has written " + file);
  while (!url.empty() && url.back() == '\n') url.pop_back();
  return url;
}

// The connection string with some keys replaced, as key=value pairs.
std::string with(const std::string& connection, std::string_view key, std::string_view value) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(connection.c_str(), nullptr), PQconninfoFree);
  if (!options) throw std::runtime_error("not a connection string: " + connection);
  std::string text = std::string(key) + "='" + std::string(value) + "'";
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr || option->keyword == key) continue;
    text += std::string(" ") + option->keyword + "='";
    for (const char* c = option->val; *c != '\0'; ++c) {
      if (*c == '\'' || *c == '\\') text += '\\';
      text += *c;
    }
    text += '\'';
  }
  return text;
}

Session connect(const std::string& connection) {
  Session session(PQconnectdb(connection.c_str()), PQfinish);
  if (PQstatus(session.get()) != CONNECTION_OK) {
    throw std::runtime_error(PQerrorMessage(session.get()));
  }
  PQsetNoticeProcessor(
      session.get(), [](void*, const char*) {}, nullptr);
  return session;
}

Outcome execute(PGconn* session, const std::string& sql) {
  Outcome outcome(PQexec(session, sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(outcome.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
    throw std::runtime_error(PQerrorMessage(session));
  }
  return outcome;
}

std::string unique_name() {
  static std::atomic<int> count = 0;
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return "steward_test_" + std::to_string(getpid()) + "_" + std::to_string(now) + "_" +
         std::to_string(++count);
}

}  // namespace

std::string read_source_file(const std::string& path) {
  const std::string whole = STEWARD_SOURCE_DIR "/" + path;
  if (!std::filesystem::exists(whole)) throw std::runtime_error("there is no " + whole);
  return read_file(whole);
}

TestDatabase::TestDatabase() : TestDatabase(server()) {}

// From template0, so that tests which run side by side do not wait for each other.
TestDatabase::TestDatabase(const std::string& maintenance)
    : TestDatabase(maintenance, "template0", "wal_log") {}

TestDatabase::TestDatabase(const DatabaseTemplate& original)
    : TestDatabase(server(), filled(server(), original), "wal_log") {}

TestDatabase::TestDatabase(const std::string& maintenance, const std::string& original,
                           std::string_view strategy)
    : name_(unique_name()), session_(nullptr, PQfinish) {
  execute(connect(maintenance).get(), "create database " + name_ + " template " + original +
                                          " strategy " + std::string(strategy));
  connection_ = with(maintenance, "dbname", name_);
  session_ = connect(connection_);
}

TestDatabase::~TestDatabase() {
  session_.reset();
  try {
    execute(connect(with(connection_, "dbname", "postgres")).get(),
            "drop database if exists " + name_ + " with (force)");
  } catch (const std::runtime_error&) {
    // A server that is gone has dropped it, too; the next run starts afresh.
  }
}

// Only a whole one has the name: what a killed test has begun is found by nobody.
std::string TestDatabase::filled(const std::string& maintenance, const DatabaseTemplate& original) {
  const std::string name = "steward_template_" + sha256(original.content).substr(0, 16);
  const Session session = connect(maintenance);
  execute(session.get(), "select pg_advisory_lock(hashtext('" + name + "'))");
  const Outcome found =
      execute(session.get(), "select from pg_database where datname = '" + name + "'");
  if (PQntuples(found.get()) == 1) return name;
  TestDatabase made(maintenance);
  original.fill(made);
  made.session_.reset();
  // From now on its destructor finds nothing to drop.
  execute(session.get(), "alter database " + made.name_ + " rename to " + name);
  return name;
}

std::string TestDatabase::connection_as(std::string_view user) const {
  return with(connection_, "user", user);
}

std::string TestDatabase::connection_by(std::string_view socket_folder) const {
  return with(connection_, "host", socket_folder);
}

void TestDatabase::reconnect() {
  session_ = connect(connection_);
}

void TestDatabase::move_to(std::string_view socket_folder) {
  connection_ = connection_by(socket_folder);
  reconnect();
}

std::unique_ptr<TestDatabase> TestDatabase::copy() {
  session_.reset();
  const auto maintenance = with(connection_, "dbname", "postgres");
  // The constructor is private, which make_unique cannot pass.
  std::unique_ptr<TestDatabase> made(new TestDatabase(maintenance, name_, "file_copy"));
  reconnect();
  return made;
}

void TestDatabase::run(const std::string& sql) {
  execute(session_.get(), sql);
}

void TestDatabase::run_file(const std::string& path) {
  run(read_source_file(path));
}

void TestDatabase::copy(const std::string& statement, const std::string& data) {
  const Outcome begun(PQexec(session_.get(), statement.c_str()), PQclear);
  const bool taken =
      PQresultStatus(begun.get()) == PGRES_COPY_IN &&
      PQputCopyData(session_.get(), data.data(), static_cast<int>(data.size())) == 1 &&
      PQputCopyEnd(session_.get(), nullptr) == 1;
  bool done = taken;
  while (Outcome outcome{PQgetResult(session_.get()), PQclear}) {
    done = done && PQresultStatus(outcome.get()) == PGRES_COMMAND_OK;
  }
  if (!done) throw std::runtime_error(PQerrorMessage(session_.get()));
}

std::vector<std::vector<std::string>> TestDatabase::rows(const std::string& sql) {
  const Outcome outcome = execute(session_.get(), sql);
  std::vector<std::vector<std::string>> rows;
  for (int row = 0; row < PQntuples(outcome.get()); ++row) {
    std::vector<std::string>& values = rows.emplace_back();
    for (int column = 0; column < PQnfields(outcome.get()); ++column) {
      const bool is_null = PQgetisnull(outcome.get(), row, column) != 0;
      values.emplace_back(is_null ? "null" : PQgetvalue(outcome.get(), row, column));
    }
  }
  return rows;
}

std::string TestDatabase::value(const std::string& sql) {
  const std::vector<std::vector<std::string>> found = rows(sql);
  if (found.size() != 1 || found.front().size() != 1) {
    throw std::runtime_error("not one value: " + sql);
  }
  return found.front().front();
}

RawSession::RawSession(const std::string& connection) : session_(connect(connection)) {}

void RawSession::run(const std::string& sql) {
  execute(session_.get(), sql);
}

void RawSession::send(const std::string& sql) {
  if (PQsendQuery(session_.get(), sql.c_str()) != 1) {
    throw std::runtime_error(PQerrorMessage(session_.get()));
  }
}

void RawSession::finish() {
  while (Outcome outcome{PQgetResult(session_.get()), PQclear}) {
    if (PQresultStatus(outcome.get()) == PGRES_FATAL_ERROR) {
      const std::string message = PQresultErrorMessage(outcome.get());
      while (Outcome rest{PQgetResult(session_.get()), PQclear}) {
      }
      throw std::runtime_error(message);
    }
  }
}

}  // namespace steward::test

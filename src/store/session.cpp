// SPDX-License-Identifier: MIT
#include "store/session.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <array>
#include <charconv>
#include <optional>

#include "steward/base/logging.hpp"
#include "store/connection_failure.hpp"
#include "store/named_parameters.hpp"
#include "store/sqlstate.hpp"
#include "store/text_array.hpp"

namespace steward::store {
namespace {

// pg_type.dat's object ids, which never change; 0 lets the parameter's place decide.
constexpr Oid kUnknown = 0;
constexpr Oid kBoolean = 16;
constexpr Oid kBigint = 20;
constexpr Oid kTextArray = 1009;
constexpr Oid kNumeric = 1700;

struct Parameter {
  Oid type = kUnknown;
  std::optional<std::string> text;  ///< none: null
};

struct ToParameter {
  Parameter operator()(std::nullptr_t) const { return {}; }
  Parameter operator()(bool value) const { return {kBoolean, value ? "t" : "f"}; }
  Parameter operator()(std::int64_t value) const { return {kBigint, std::to_string(value)}; }
  Parameter operator()(double value) const {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {kNumeric, std::string(digits.data(), end)};
  }
  Parameter operator()(const std::string& value) const { return {kUnknown, value}; }
  Parameter operator()(const std::vector<std::string>& value) const {
    return {kTextArray, to_text_array(value)};
  }
};

Parameter parameter_for(const std::string& name, const Binds& binds, const Binds& more) {
  auto found = more.find(name);
  if (found == more.end()) {
    found = binds.find(name);
    if (found == binds.end()) {
      throw StatementFailed(ErrorCode::internal, {}, "no value for the parameter :" + name);
    }
  }
  Parameter parameter = std::visit(ToParameter(), found->second);
  // libpq would take the value to end there.
  if (parameter.text && parameter.text->find('\0') != std::string::npos) {
    throw StatementFailed(ErrorCode::invalid_input, {},
                          "the value of :" + name + " has a NUL in it");
  }
  return parameter;
}

/// As libpq takes them.
class Parameters {
 public:
  Parameters(const std::vector<std::string>& names, const Binds& binds, const Binds& more) {
    if (names.size() > model::kMostBinds) {
      throw StatementFailed(ErrorCode::invalid_input, {}, "a statement of more than 65,535 values");
    }
    parameters_.reserve(names.size());
    for (const std::string& name : names) {
      const Parameter& parameter = parameters_.emplace_back(parameter_for(name, binds, more));
      types_.push_back(parameter.type);
      values_.push_back(parameter.text ? parameter.text->c_str() : nullptr);
    }
  }
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;

  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const Oid* types() const { return types_.data(); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }

 private:
  std::vector<Parameter> parameters_;
  std::vector<Oid> types_;
  std::vector<const char*> values_;  ///< into `parameters_`
};

std::string without_newline(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// libpq would print notices to standard error, among the log's lines.
void log_notice(void* /*unused*/, const char* text) {
  spdlog::debug("database: {}", without_newline(text));
}

// What libpq adds on further lines explains to its own user what a lost connection is.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

constexpr std::string_view kReadOnly = "25006";

}  // namespace

Session::Session(const std::string& connection) {
  try {
    session_ = std::make_unique<soci::session>(soci::postgresql, connection);
  } catch (const soci::soci_error& error) {
    throw connection_failure(connection, without_newline(error.get_error_message()));
  }
  PQsetNoticeProcessor(this->connection(), log_notice, nullptr);
  const char* const known = PQparameterStatus(this->connection(), "server_encoding");
  if (const std::string encoding = known == nullptr ? "" : known; encoding != "UTF8") {
    throw StatementFailed(ErrorCode::rejected, {},
                          "the database's encoding is " + encoding +
                              ", which cannot hold every text that steward writes: it works with "
                              "UTF8 alone");
  }
}

Session::~Session() = default;

PGconn* Session::connection() const {
  return static_cast<soci::postgresql_session_backend*>(session_->get_backend())->conn_;
}

bool Session::is_connected() const {
  return PQstatus(connection()) == CONNECTION_OK;
}

bool Session::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(connection());
  return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

/// What the server refuses has a SQLSTATE. Without one it is libpq that gave up on the connection,
/// which it may not know to be gone yet.
bool Session::is_lost(std::string_view sqlstate) const {
  return !is_connected() || sqlstate.find_first_not_of(' ') == std::string_view::npos;
}

StatementFailed Session::lost() {
  usable_ = false;
  return StatementFailed(
      ErrorCode::unavailable, "08006",
      "the connection to the database was lost: " + first_line(PQerrorMessage(connection())));
}

// SOCI reports what happened to BEGIN, COMMIT and ROLLBACK in its own way.
StatementFailed Session::failed(const soci::soci_error& error) {
  std::string sqlstate;
  if (const auto* const postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
    sqlstate = postgresql->sqlstate();
  }
  if (is_lost(sqlstate)) return lost();
  return StatementFailed(classify(sqlstate), sqlstate, without_newline(error.get_error_message()));
}

void Session::check(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string sqlstate = state != nullptr ? state : "";
  if (is_lost(sqlstate)) throw lost();
  if (sqlstate == kReadOnly) usable_ = false;
  const char* const primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  // The detail is left out: it quotes the row, and rows are people's.
  std::string message =
      primary != nullptr ? primary : without_newline(PQerrorMessage(connection()));
  throw StatementFailed(classify(sqlstate), sqlstate, message + " (SQLSTATE " + sqlstate + ")");
}

Rows Session::run(std::string_view sql, const Binds& binds, const Binds& more) {
  const PositionalSql statement = to_positional(sql);
  const Parameters parameters(statement.names, binds, more);
  Rows rows(PQexecParams(connection(), statement.sql.c_str(), parameters.count(),
                         parameters.types(), parameters.values(), nullptr, nullptr, 0));
  check(rows.raw());
  return rows;
}

Rows Session::query_prepared(std::string_view sql, const Binds& binds) {
  const PositionalSql statement = to_positional(sql);
  const Parameters parameters(statement.names, binds, {});
  auto known = prepared_.find(sql);
  if (known == prepared_.end()) {
    const std::string name = "steward_" + std::to_string(prepared_.size());
    const Rows prepared(PQprepare(connection(), name.c_str(), statement.sql.c_str(),
                                  parameters.count(), parameters.types()));
    check(prepared.raw());
    known = prepared_.emplace(sql, name).first;
  }
  Rows rows(PQexecPrepared(connection(), known->second.c_str(), parameters.count(),
                           parameters.values(), nullptr, nullptr, 0));
  check(rows.raw());
  return rows;
}

Rows Session::query(std::string_view sql, const Binds& binds) {
  return run(sql, binds, {});
}

Rows Session::query(const model::Query& query, const Binds& more) {
  return run(query.sql, query.binds, more);
}

std::int64_t Session::execute(std::string_view sql, const Binds& binds) {
  return run(sql, binds, {}).affected();
}

void Session::run_script(const std::string& sql) {
  const Rows rows(PQexec(connection(), sql.c_str()));
  check(rows.raw());
}

void Session::begin() {
  try {
    session_->begin();
  } catch (const soci::soci_error& error) {
    throw failed(error);
  }
}

void Session::commit() {
  // COMMIT of a failed transaction rolls back and says so only in its command tag.
  if (PQtransactionStatus(connection()) == PQTRANS_INERROR) {
    throw StatementFailed(ErrorCode::internal, "25P02", "commit of a transaction that had failed");
  }
  try {
    session_->commit();
  } catch (const soci::soci_error& error) {
    auto failure = failed(error);
    if (usable_) throw failure;
    throw StatementFailed(ErrorCode::timed_out, "08007",
                          "the connection was lost during a commit: it may have taken effect");
  }
}

void Session::rollback() {
  try {
    session_->rollback();
  } catch (const soci::soci_error& error) {
    throw failed(error);
  }
}

Session::Transaction::~Transaction() {
  if (done_ || !session_.is_usable() || !session_.in_transaction()) return;
  try {
    session_.rollback();
  } catch (const StatementFailed&) {
    // The server rolls back what a lost connection leaves behind.
  }
}

void Session::Transaction::commit() {
  done_ = true;
  session_.commit();
}

}  // namespace steward::store

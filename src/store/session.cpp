// SPDX-License-Identifier: MIT
#include "store/session.hpp"

#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

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
  // A move leaves the texts where they are.
  Parameters(Parameters&&) = default;
  Parameters& operator=(Parameters&&) = default;
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;
  ~Parameters() = default;

  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const std::vector<Oid>& types() const { return types_; }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  /// Those that are null are none.
  [[nodiscard]] std::vector<std::optional<std::string>> texts() const {
    std::vector<std::optional<std::string>> texts;
    for (const auto& parameter : parameters_) texts.push_back(parameter.text);
    return texts;
  }

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

constexpr std::string_view kLost = "08006";
constexpr std::string_view kReadOnly = "25006";
// Of a prepared statement, too, whose columns have another type since a table was altered.
constexpr std::string_view kUnsupported = "0A000";

/// Statements that a session keeps prepared: some forty are the engine's own.
constexpr std::size_t kMostPrepared = 128;

}  // namespace

struct Session::Request {
  std::string name;  ///< of a prepared statement; "": `sql` is to be run as it is
  std::string sql;
  Parameters parameters;
  std::optional<Question> question = std::nullopt;  ///< none: nobody needs the answer
};

Session::Session(const std::string& connection) : statements_(kMostPrepared) {
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

bool Session::has_ended() const {
  pollfd socket{PQsocket(connection()), POLLIN, 0};
  // What comes unasked are notices, the last of them why it hangs up, and the end, which stays.
  while (poll(&socket, 1, 0) > 0) {
    if (PQconsumeInput(connection()) == 0) return true;
  }
  return !is_connected();
}

/// What the server refuses has a SQLSTATE. Without one it is libpq that gave up on the connection,
/// which it may not know to be gone yet.
bool Session::is_lost(std::string_view sqlstate) const {
  return !is_connected() || sqlstate.find_first_not_of(' ') == std::string_view::npos;
}

StatementFailed Session::lost(const PGresult* result) {
  usable_ = false;
  // What the server said last comes with a result, where it came at all.
  const std::string said = result == nullptr ? "" : PQresultErrorMessage(result);
  return StatementFailed(ErrorCode::unavailable, std::string(kLost),
                         "the connection to the database was lost: " +
                             first_line(said.empty() ? PQerrorMessage(connection()) : said));
}

void Session::check(const PGresult* result, bool is_prepared) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
  const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string sqlstate = state != nullptr ? state : "";
  if (is_lost(sqlstate)) throw lost(result);
  if (sqlstate == kReadOnly) usable_ = false;
  const char* const primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  // The detail is left out: it quotes the row, and rows are people's.
  std::string message =
      primary != nullptr ? primary : without_newline(PQerrorMessage(connection()));
  message += " (SQLSTATE " + sqlstate + ")";
  if (is_prepared && sqlstate == kUnsupported) {
    // It worked before: its plan is stale, which another session's need not be.
    usable_ = false;
    throw StatementFailed(ErrorCode::conflict, sqlstate, message);
  }
  throw StatementFailed(classify(sqlstate), sqlstate, message);
}

Session::Request Session::request(std::string_view sql, const Binds& binds, const Binds& more) {
  PositionalSql statement = to_positional(sql);
  Parameters parameters(statement.names, binds, more);
  auto use = statements_.use(statement.sql, parameters.types());
  if (use.turn == StatementCache::Turn::prepare) {
    try {
      flush();  // what fails here may rely on a savepoint that waits
      prepare(use.name, statement.sql, parameters.types());
    } catch (const StatementFailed&) {
      statements_.drop(use.name);
      throw;
    }
  }
  give_up_surplus();
  return {std::move(use.name), std::move(statement.sql), std::move(parameters)};
}

Session::Question Session::put(Request request) {
  request.question = ++asked_;
  waiting_.push_back(std::move(request));
  return asked_;
}

Rows Session::answer(Question question) {
  if (!answers_.contains(question)) flush();
  auto answer = answers_.extract(question);
  if (answer.empty()) {
    throw StatementFailed(ErrorCode::internal, {}, "what was asked ahead failed before");
  }
  return std::move(answer.mapped());
}

Rows Session::run(std::string_view sql, const Binds& binds, const Binds& more) {
  auto request = this->request(sql, binds, more);
  if (const auto question = take_expected(request)) return answer(*question);
  return answer(put(std::move(request)));
}

void Session::expect(std::string_view sql, const Binds& binds) {
  auto request = this->request(sql, binds, {});
  Expected ahead{request.sql, request.parameters.types(), request.parameters.texts(), 0};
  ahead.question = put(std::move(request));
  expected_.push_back(std::move(ahead));
}

std::optional<Session::Question> Session::take_expected(const Request& request) {
  const auto found = std::find_if(expected_.begin(), expected_.end(), [&](const auto& ahead) {
    return ahead.sql == request.sql && ahead.types == request.parameters.types() &&
           ahead.values == request.parameters.texts();
  });
  if (found == expected_.end()) return std::nullopt;
  const auto question = found->question;
  expected_.erase(found);
  return question;
}

void Session::post(std::string_view sql, const Binds& binds) {
  expected_.clear();
  waiting_.push_back(request(sql, binds, {}));
}

void Session::flush() {
  if (!waiting_.empty()) run_all();
}

/// A transaction that has failed lets nothing be given up: later, then.
void Session::give_up_surplus() {
  if (PQtransactionStatus(connection()) == PQTRANS_INERROR) return;
  if (const auto surplus = statements_.surplus()) run_script("deallocate " + *surplus);
}

void Session::discard() {
  expected_.clear();
  answers_.clear();
  waiting_.clear();
}

void Session::run_all() {
  const auto requests = std::exchange(waiting_, {});
  if (PQenterPipelineMode(connection()) == 0) throw lost();
  for (const auto& request : requests) send(request);
  if (PQpipelineSync(connection()) == 0) throw lost();
  auto answers = receive();
  if (is_connected() && PQexitPipelineMode(connection()) == 0) throw lost();
  // The first that failed is why those behind it were not even tried. One more is of the end.
  for (std::size_t i = 0; i < answers.size(); ++i) {
    check(answers[i].raw(), i < requests.size() && !requests[i].name.empty());
  }
  if (answers.size() < requests.size() || !is_connected()) throw lost();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (requests[i].question) answers_.emplace(*requests[i].question, std::move(answers[i]));
  }
}

void Session::send(const Request& request) {
  const auto& parameters = request.parameters;
  const bool is_prepared = !request.name.empty();
  const int sent =
      is_prepared
          ? PQsendQueryPrepared(connection(), request.name.c_str(), parameters.count(),
                                parameters.values(), nullptr, nullptr, 0)
          : PQsendQueryParams(connection(), request.sql.c_str(), parameters.count(),
                              parameters.types().data(), parameters.values(), nullptr, nullptr, 0);
  if (sent == 0) throw lost();
}

std::vector<Rows> Session::receive() {
  std::vector<Rows> answers;
  bool between = false;
  while (true) {
    PGresult* const result = PQgetResult(connection());
    if (result == nullptr) {
      // Once between two answers. Twice, nothing comes any more, whatever libpq thinks of the
      // connection: of one that it could not write to it knows only that.
      if (std::exchange(between, true)) return answers;
      continue;
    }
    between = false;
    const bool is_end = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    Rows answer(result);
    if (is_end) return answers;
    answers.push_back(std::move(answer));
  }
}

void Session::prepare(const std::string& name, const std::string& sql,
                      const std::vector<Oid>& types) {
  const Rows prepared(PQprepare(connection(), name.c_str(), sql.c_str(),
                                static_cast<int>(types.size()), types.data()));
  check(prepared.raw());
}

Rows Session::query(std::string_view sql, const Binds& binds) {
  return run(sql, binds, {});
}

Rows Session::query(const model::Query& query, const Binds& more) {
  return run(query.sql, query.binds, more);
}

std::int64_t Session::execute(std::string_view sql, const Binds& binds) {
  expected_.clear();
  return run(sql, binds, {}).affected();
}

void Session::run_script(const std::string& sql) {
  flush();
  const Rows rows(PQexec(connection(), sql.c_str()));
  check(rows.raw());
}

void Session::begin() {
  waiting_.push_back({{}, "BEGIN", Parameters({}, {}, {})});
}

void Session::commit() {
  const auto question = put({{}, "COMMIT", Parameters({}, {}, {})});
  try {
    const auto rows = answer(question);
    // COMMIT of a failed transaction rolls back and says so only in its command tag.
    if (std::string_view(PQcmdStatus(const_cast<PGresult*>(rows.raw()))) == "ROLLBACK") {
      throw StatementFailed(ErrorCode::internal, "25P02",
                            "commit of a transaction that had failed");
    }
  } catch (const StatementFailed& failure) {
    if (failure.sqlstate() != kLost) throw;
    throw StatementFailed(ErrorCode::timed_out, "08007",
                          "the connection was lost during a commit: it may have taken effect");
  }
  discard();
}

void Session::rollback() {
  discard();
  if (in_transaction()) run_script("ROLLBACK");
}

Session::Transaction::~Transaction() {
  if (done_ || !session_.is_usable()) return;
  try {
    session_.rollback();
  } catch (const StatementFailed&) {
    // The server rolls back what a lost connection leaves behind.
  }
}

void Session::Transaction::commit() {
  session_.commit();
  done_ = true;
}

}  // namespace steward::store

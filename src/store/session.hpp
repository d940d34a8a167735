// SPDX-License-Identifier: MIT
// One session on the database. SOCI owns the connection and its transactions; statements go
// straight to libpq, because SOCI's own parser breaks PostgreSQL's casts, slices and quotes.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "steward/base/instant.hpp"
#include "steward/model/query.hpp"
#include "store/rows.hpp"
#include "store/statement_failed.hpp"

namespace soci {
class session;
class soci_error;
}  // namespace soci

namespace steward::store {

/// Values by the names of their parameters.
using Binds = std::map<std::string, model::Bind, std::less<>>;

/// Every method throws `StatementFailed`. Not for two threads at once. After the connection was
/// lost the session stays lost: its owner discards it and opens another.
///
/// A bind reaches PostgreSQL with the type of the SQL literal that it stands for: bool as boolean,
/// integers as bigint, doubles as numeric, vectors as text[]; strings and nulls take the type that
/// their place asks for.
class Session {
 public:
  /// Connects. `connection` is as `complete_connection` answers it.
  explicit Session(const std::string& connection);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Rows query(std::string_view sql, const Binds& binds = {});
  /// `more` gives the parameters that the query leaves open, and wins over its own.
  Rows query(const model::Query& query, const Binds& more = {});
  /// Parsed and planned once a session: for what is asked all the time and gains nothing from being
  /// planned for its values.
  Rows query_prepared(std::string_view sql, const Binds& binds = {});
  /// Answers how many rows were affected.
  std::int64_t execute(std::string_view sql, const Binds& binds = {});
  /// Several statements without parameters, as a migration's file holds them.
  void run_script(const std::string& sql);

  void begin();
  /// A commit whose answer was lost throws `timed_out`: it may have taken effect.
  void commit();
  void rollback();

  /// Whether the partitions of a month were seen to be there.
  [[nodiscard]] bool knows(std::chrono::year_month month) const { return months_.contains(month); }
  void know(std::chrono::year_month month) { months_.insert(month); }

  /// libpq has not noticed that the connection is gone.
  [[nodiscard]] bool is_connected() const;
  /// It is, and no statement failed in a way that another session would not: a server that was a
  /// primary and is none any more keeps its sessions, so that only a new one finds its successor.
  [[nodiscard]] bool is_usable() const { return usable_ && is_connected(); }
  [[nodiscard]] bool in_transaction() const;

  /// Rolls back at its end unless it was committed.
  class Transaction {
   public:
    explicit Transaction(Session& session) : session_(session) { session_.begin(); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    Session& session_;
    bool done_ = false;
  };

 private:
  [[nodiscard]] PGconn* connection() const;
  [[nodiscard]] Rows run(std::string_view sql, const Binds& binds, const Binds& more);
  void check(const PGresult* result);
  [[nodiscard]] bool is_lost(std::string_view sqlstate) const;
  [[nodiscard]] StatementFailed lost();
  [[nodiscard]] StatementFailed failed(const soci::soci_error& error);

  std::unique_ptr<soci::session> session_;
  std::set<std::chrono::year_month> months_;
  /// Names of prepared statements.
  std::map<std::string, std::string, std::less<>> prepared_;
  bool usable_ = true;
};

}  // namespace steward::store

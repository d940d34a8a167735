// SPDX-License-Identifier: MIT
// One session on the database. SOCI owns the connection; statements go straight to libpq, because
// SOCI's own parser breaks PostgreSQL's casts, slices and quotes, and because what needs no answer
// of its own goes together with what does (libpq's pipeline mode).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/model/query.hpp"
#include "store/rows.hpp"
#include "store/statement_cache.hpp"
#include "store/statement_failed.hpp"

namespace soci {
class session;
}  // namespace soci

namespace steward::store {

/// Values by the names of their parameters.
using Binds = std::map<std::string, model::Bind, std::less<>>;

/// Every method throws `StatementFailed`. Not for two threads at once. After the connection was
/// lost the session stays lost: its owner discards it and opens another.
///
/// A bind reaches PostgreSQL with the type of the SQL literal that it stands for: bool as boolean,
/// integers as bigint, doubles as numeric, vectors as text[]; strings and nulls take the type that
/// their place asks for. What comes again is parsed only once, and planned anew for each set of
/// values unless a plan that serves all of them looks as cheap. It does where a value is hidden
/// from the planner, `(select :now)`: let what is asked all the time, by one index, say so. Limits
/// are better literals: a plan for every limit reckons with a tenth of the table.
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
  /// Asks ahead: goes with the next question, so that both cost one round trip. The same question
  /// then has its answer to the end of the transaction, unless a `post` or an `execute` came
  /// between; a `query` that writes does not count.
  void expect(std::string_view sql, const Binds& binds = {});
  /// Answers how many rows were affected.
  std::int64_t execute(std::string_view sql, const Binds& binds = {});
  /// A statement whose answer nobody needs: it waits, and goes with the next one that is asked, or
  /// with the commit. What fails of it fails there.
  void post(std::string_view sql, const Binds& binds = {});
  /// Lets what waits go now.
  void flush();
  /// What waits does not go.
  void discard();
  /// Several statements without parameters, as a migration's file holds them.
  void run_script(const std::string& sql);

  /// Waits, as what is posted.
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
  /// Whether the server has hung up while nothing was asked. Looks without asking.
  [[nodiscard]] bool has_ended() const;

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
  struct Request;
  /// Of a statement, in the order of asking.
  using Question = std::uint64_t;
  /// What was asked ahead.
  struct Expected {
    std::string sql;
    std::vector<StatementCache::Type> types;
    std::vector<std::optional<std::string>> values;
    Question question;
  };

  [[nodiscard]] PGconn* connection() const;
  [[nodiscard]] Request request(std::string_view sql, const Binds& binds, const Binds& more);
  /// Lets the request wait for its turn.
  Question put(Request request);
  [[nodiscard]] Rows answer(Question question);
  /// What was asked ahead and asks the same: once.
  [[nodiscard]] std::optional<Question> take_expected(const Request& request);
  [[nodiscard]] Rows run(std::string_view sql, const Binds& binds, const Binds& more);
  void run_all();
  void send(const Request& request);
  /// The answers to what was sent, whatever they are, up to the end of the pipeline or of the
  /// connection.
  [[nodiscard]] std::vector<Rows> receive();
  void give_up_surplus();
  void prepare(const std::string& name, const std::string& sql, const std::vector<Oid>& types);
  void check(const PGresult* result, bool is_prepared = false);
  [[nodiscard]] bool is_lost(std::string_view sqlstate) const;
  [[nodiscard]] StatementFailed lost(const PGresult* result = nullptr);

  std::unique_ptr<soci::session> session_;
  std::set<std::chrono::year_month> months_;
  StatementCache statements_;
  std::vector<Request> waiting_;
  std::vector<Expected> expected_;
  Question asked_ = 0;
  std::map<Question, Rows> answers_;  ///< that nobody has taken yet
  bool usable_ = true;
};

}  // namespace steward::store

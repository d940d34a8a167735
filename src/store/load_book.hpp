// SPDX-License-Identifier: MIT
// The book of rule sets and their loads, on one session.
#pragma once

#include "steward/engine/load_book.hpp"
#include "store/session.hpp"

namespace steward::store {

class PostgresLoadBook final : public engine::LoadBook {
 public:
  explicit PostgresLoadBook(Session& session) : session_(session) {}

  // file_set_statements.cpp
  void keep_files(const model::RuleSet& set, Instant now, const std::string& by) override;
  std::vector<model::SourceFile> files_of(const std::string& digest) override;
  std::vector<std::string> sets_named(const std::string& prefix, std::size_t limit) override;
  std::string set_with_revision(const std::string& prefix) override;

  // load_statements.cpp
  std::int64_t add(const model::RuleLoad& load) override;
  std::vector<model::RuleLoad> loads(std::size_t limit) override;
  std::optional<model::RuleLoad> last_of(const std::string& host,
                                         const std::string& configuration) override;
  bool was_read(const std::string& digest) override;
  std::optional<model::RuleLoad> last_in_force() override;
  std::optional<model::RuleLoad> staged() override;
  bool begin_news(const model::RuleLoad& load) override;
  void add(const model::LoadMail& mail, std::int64_t load) override;
  std::vector<model::OpenPromises> open_promises() override;

 private:
  Session& session_;
};

[[nodiscard]] std::vector<std::string_view> file_set_statements();
[[nodiscard]] std::vector<std::string_view> load_statements();

}  // namespace steward::store

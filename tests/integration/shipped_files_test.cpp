// SPDX-License-Identifier: MIT
// The files that the project ships load without a word, over the databases they are written for.
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <set>
#include <string>

#include "paths.hpp"
#include "steward/rules/loader.hpp"
#include "steward/rules/settings.hpp"
#include "steward/store/catalog.hpp"
#include "steward/store/database.hpp"
#include "support/reference_crm.hpp"
#include "support/test_database.hpp"

namespace steward::test {
namespace {

using Names = std::set<std::string>;

class ShippedFiles : public testing::Test {
 protected:
  // What a configuration loads; null, with what is wrong as a failure, when there is a complaint.
  std::shared_ptr<const model::RuleSet> load(const std::string& configuration) {
    setenv("STEWARD_DATABASE", database.connection().c_str(), 1);
    Problems problems;
    const auto settings = rules::read_settings(STEWARD_SOURCE_DIR "/" + configuration, problems);
    std::shared_ptr<const model::RuleSet> set;
    if (settings) {
      const auto header = rules::read_model_header(settings->paths.model, problems);
      store::Pool pool(store::complete_connection(settings->database).value(), 1);
      const model::Catalog catalog = store::read_catalog(pool, header.schema).value();
      set = rules::load_rules(settings->paths, catalog, settings->organisation, problems);
    }
    EXPECT_TRUE(problems.empty()) << problems.render_all();
    return set;
  }

  static Names names_of(const model::RuleSet& set) {
    Names names;
    for (const model::Rule& rule : set.rules) names.insert(rule.name);
    return names;
  }

  TestDatabase database;
};

const Names kHeadlineRules = {"account-update-after-aircraft-change",
                              "account-update-after-client-change",
                              "account-update-after-service",
                              "annual-review",
                              "critical-enquiry",
                              "first-response",
                              "priority-follow-up"};

TEST_F(ShippedFiles, TheConfigurationRunsTheHeadlineRules) {
  install_reference_crm(database);
  const auto set = load("config/steward.yaml");
  ASSERT_TRUE(set);
  EXPECT_EQ(names_of(*set), kHeadlineRules);
  EXPECT_EQ(set->chains.size(), 2U);
}

TEST_F(ShippedFiles, TheDemoRunsTheSameRulesAndItsOwn) {
  install_reference_crm(database);
  const auto set = load("config/demo/steward.yaml");
  ASSERT_TRUE(set);
  Names expected = kHeadlineRules;
  expected.insert("demo-urgent-enquiry");
  EXPECT_EQ(names_of(*set), expected);
}

TEST_F(ShippedFiles, NorthwindIsMappedAsItIs) {
  database.run("create schema northwind; set search_path = northwind");
  database.run_file("tests/data/northwind.sql");
  const auto set = load("tests/data/northwind/steward.yaml");
  ASSERT_TRUE(set);
  EXPECT_EQ(names_of(*set), Names{"ship-by-required-date"});
}

}  // namespace
}  // namespace steward::test

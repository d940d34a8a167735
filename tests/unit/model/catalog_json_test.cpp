// SPDX-License-Identifier: MIT
#include "steward/model/catalog_json.hpp"

#include <gtest/gtest.h>

namespace steward::model {
namespace {

Snapshot sample() {
  Field stay{"stay",
             Type::range,
             "tsrange",
             true,
             false,
             {},
             "Stay",
             Type::timestamp,
             "timestamp without time zone",
             "Europe/Berlin",
             "",
             "How long",
             true};
  Field mood{"mood", Type::text, "crm.mood", false, true, {"good", "bad"}, "", Type::other,
             "",     "",         "",         "",    false};
  mood.collation = "pg_catalog.\"C\"";
  Entity visits;
  visits.name = "visits";
  visits.schema = "crm";
  visits.table = "Visits";
  visits.key = {"a", "b"};
  visits.partitioned = true;
  visits.fields = {stay, mood};
  visits.relations = {{"client", false, "clients", {{"a", "x"}, {"b", "y"}}, false},
                      {"calls", true, "calls", {{"a", "z"}}, true}};
  visits.indexes = {{{"a", "b"}, true}, {{"b"}, false}};
  visits.comment = "Who \"came\"";
  visits.label = "mood";
  Entity view = visits;
  view.name = view.table = "seen";
  view.view = true;
  view.tables = {{"visits", {"a"}, {{"a", "k"}}}};
  Snapshot snapshot{"crm", {}};
  snapshot.catalog.entities.emplace("visits", visits);
  snapshot.catalog.hidden.emplace("seen", view);
  return snapshot;
}

TEST(CatalogJson, What_was_written_is_read) {
  const auto text = snapshot_to_json(sample());
  EXPECT_EQ(snapshot_from_json(text).value(), sample());
  EXPECT_EQ(snapshot_to_json(snapshot_from_json(text).value()), text);
}

TEST(CatalogJson, Short_values_stand_on_one_line) {
  EXPECT_EQ(in_lines(json::parse(R"({"a":[1,2]})")), R"({"a":[1,2]})");
  const std::string word(60, 'x');
  EXPECT_EQ(in_lines(json::object{{"a", word}, {"b", json::array{word}}}),
            "{\n  \"a\": \"" + word + "\",\n  \"b\": [\"" + word + "\"]\n}");
}

TEST(CatalogJson, What_is_no_snapshot_is_refused) {
  EXPECT_EQ(snapshot_from_json("{}").error().message(),
            "not a snapshot that 'steward model --save' wrote");
  EXPECT_EQ(snapshot_from_json("[").error().code(), ErrorCode::invalid_input);
  EXPECT_EQ(snapshot_from_json(R"({"steward_model":2})").error().message(),
            "a snapshot of version 2, and this steward knows version 1: save it again");
  EXPECT_EQ(snapshot_from_json(R"({"steward_model":1,"schema":"crm","entities":[{"name":"a",
               "fields":[{"name":"b","type":"colour","sql_type":"text"}]}]})")
                .error()
                .message(),
            "a snapshot that was changed by hand: unknown type 'colour'");
}

}  // namespace
}  // namespace steward::model

// SPDX-License-Identifier: MIT
// Facts as entities: their rows are numbered, and relations go by the numbers.
#include <fmt/format.h>

#include <map>
#include <vector>

#include "rules/sql_types.hpp"
#include "steward/rules/evaluation.hpp"

namespace steward::rules {
namespace {

using model::Type;

constexpr int kMostFactLevels = 32;

Error wrong(const std::string& path, std::string_view what) {
  return {ErrorCode::invalid_input, fmt::format("facts: '{}' {}", path, what)};
}

/// The type of a scalar; `other` of null and of anything that is none.
Type type_of(const json::value& value) {
  if (value.is_bool()) return Type::boolean;
  if (value.is_int64()) return Type::integer;
  if (value.is_uint64() || value.is_double()) return Type::number;
  return value.is_string() ? Type::text : Type::other;
}

/// One object of an entity, and the number of the row that it belongs to.
struct FactRow {
  const json::object* object;
  std::int64_t parent;
};

/// A member in one of the rows that have it.
struct Given {
  std::size_t row;
  const json::value* value;
};
using Members = std::map<std::string, std::vector<Given>>;

/// What a member is in all rows of its entity.
struct Member {
  bool object = false;
  bool array = false;
  bool objects = false;       ///< in an array
  bool element_null = false;  ///< likewise
  Type scalar = Type::other;
  Type element = Type::other;
};

class FactReader {
 public:
  FactReader(model::Catalog& catalog, json::object& rows) : catalog_(catalog), rows_(rows) {}

  Result<> read(const std::string& path, const std::vector<FactRow>& rows, int level) {
    if (level > kMostFactLevels) return wrong(path, "is nested too deeply");
    model::Entity entity;
    entity.name = path;
    entity.table = fmt::format("f{}", catalog_.entities.size() + 1);
    entity.key = {"k"};
    // Reserved now, so that the names of tables differ.
    catalog_.entities.emplace(path, entity);
    json::array written;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      written.push_back(json::object{{"k", static_cast<std::int64_t>(i)}, {"p", rows[i].parent}});
    }
    for (const auto& [name, given] : members_in(rows)) {
      const auto done = read_member(entity, name, given, written, level);
      if (!done) return done;
    }
    rows_.emplace(entity.table, std::move(written));
    catalog_.entities.insert_or_assign(path, std::move(entity));
    return {};
  }

 private:
  static Members members_in(const std::vector<FactRow>& rows) {
    Members members;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const auto& member : *rows[i].object) {
        members[std::string(member.key())].push_back({i, &member.value()});
      }
    }
    return members;
  }

  static std::string below(const model::Entity& entity, const std::string& name) {
    return entity.name == "facts" ? name : entity.name + "." + name;
  }

  Result<> read_member(model::Entity& entity, const std::string& name,
                       const std::vector<Given>& given, json::array& written, int level) {
    const auto path = below(entity, name);
    const auto member = look_at(path, given);
    if (!member) return member.error();
    const auto column = fmt::format("c{}", entity.fields.size() + entity.relations.size() + 1);
    if (member->object || member->objects) {
      return read_related(entity, name, path, column, *member, given, written, level);
    }
    model::Field field;
    field.name = name;
    field.column = column;
    field.type = member->array ? Type::list : member->scalar;
    field.sql_type = std::string(sql_name(member->scalar));
    if (member->array) {
      field.element = member->element;
      field.element_sql_type = std::string(sql_name(member->element));
      field.sql_type = member->element == Type::other ? kEmptyFact : field.element_sql_type + "[]";
    } else if (member->scalar == Type::other) {
      field.sql_type = kNullFact;
    }
    entity.fields.push_back(std::move(field));
    for (const auto& [row, value] : given) written[row].get_object().emplace(column, *value);
    return {};
  }

  Result<> read_related(model::Entity& entity, const std::string& name, const std::string& path,
                        const std::string& column, const Member& member,
                        const std::vector<Given>& given, json::array& written, int level) {
    std::vector<FactRow> related;
    for (const auto& [row, value] : given) {
      if (value->is_null()) continue;
      const auto parent = static_cast<std::int64_t>(row);
      if (const auto* one = value->if_object()) {
        written[row].get_object().emplace(column, static_cast<std::int64_t>(related.size()));
        related.push_back({one, parent});
        continue;
      }
      for (const auto& item : value->get_array()) related.push_back({&item.get_object(), parent});
    }
    model::Relation relation;
    relation.name = name;
    relation.to_many = member.objects;
    relation.target = path;
    relation.on = {member.objects ? model::ColumnPair{"k", "p"} : model::ColumnPair{column, "k"}};
    entity.relations.push_back(std::move(relation));
    return read(path, related, level + 1);
  }

  static Result<Member> look_at(const std::string& path, const std::vector<Given>& given) {
    Member member;
    for (const auto& [row, value] : given) {
      if (value->is_null()) continue;
      if (value->is_object()) {
        member.object = true;
      } else if (value->is_array()) {
        member.array = true;
        for (const auto& item : value->get_array()) {
          if (item.is_array()) return wrong(path, "is a list of lists, which is not supported");
          if (item.is_object()) member.objects = true;
          if (!item.is_object() && !take_type(member.element, item)) {
            return wrong(path, "is a list of values of several types");
          }
          if (!is_text_without_nul(item)) return wrong(path, "has the character NUL in it");
          if (item.is_null()) member.element_null = true;
        }
      } else if (!take_type(member.scalar, *value)) {
        return wrong(path, "has values of several types");
      }
      if (!is_text_without_nul(*value)) return wrong(path, "has the character NUL in it");
    }
    const bool scalar = member.scalar != Type::other;
    const bool mixed = member.objects && (member.element != Type::other || member.element_null);
    if (mixed || member.object + member.array + scalar > 1) {
      return wrong(path, "is now a record or list, now something else");
    }
    return member;
  }

  /// Whether a value goes with those before it; integers and other numbers do.
  static bool take_type(Type& known, const json::value& value) {
    const auto type = type_of(value);
    if (type == Type::other || type == known) return true;
    const bool numeric = (type == Type::integer || type == Type::number) &&
                         (known == Type::integer || known == Type::number);
    if (known != Type::other && !numeric) return false;
    known = numeric ? Type::number : type;
    return true;
  }

  static bool is_text_without_nul(const json::value& value) {
    return !value.is_string() || value.get_string().find('\0') == json::string::npos;
  }

  model::Catalog& catalog_;
  json::object& rows_;
};

}  // namespace

Result<Facts> Facts::from(const json::object& object) {
  Facts facts;
  FactReader reader(facts.catalog_, facts.rows_);
  if (const auto read = reader.read("facts", {{&object, 0}}, 1); !read) return read.error();
  return facts;
}

}  // namespace steward::rules

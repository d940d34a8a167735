// SPDX-License-Identifier: MIT
#include "steward/rules/model_suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "rules/model_catalog.hpp"
#include "rules/model_reader.hpp"
#include "rules/model_relations.hpp"
#include "rules/naming.hpp"
#include "rules/suggestion_draft.hpp"
#include "rules/yaml_node.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {
namespace {

using model::Type;

/// `name`, or `name_2`, `name_3`, … where that is taken.
template <class IsTaken>
std::string unused(const std::string& name, IsTaken is_taken) {
  auto made = name;
  for (int count = 2; is_taken(made); ++count) made = fmt::format("{}_{}", name, count);
  return made;
}

/// What stands under one name in `entities` or `views`.
struct Draft {
  const model::Entity* entity = nullptr;
  std::string name;
  std::vector<std::string> fields;     ///< lines
  std::vector<std::string> key;        ///< lines
  std::vector<std::string> tables;     ///< lines
  std::vector<std::string> relations;  ///< lines
  std::set<std::string> relation_names;
  std::vector<std::string> questions;              ///< comments
  std::map<std::string, std::string> field_names;  ///< column → name

  [[nodiscard]] bool is_empty() const {
    return name == entity->table && fields.empty() && key.empty() && relations.empty() &&
           questions.empty() && !entity->view;
  }

  [[nodiscard]] bool says_something() const {
    return name != entity->table || !fields.empty() || !key.empty() || !relations.empty() ||
           entity->view;
  }

  [[nodiscard]] std::string text() const {
    std::string text;
    for (const auto& question : questions) text += fmt::format("  # {}\n", question);
    if (!says_something()) return text;
    text += fmt::format("  {}:\n", name);
    if (name != entity->table) text += fmt::format("    table: {}\n", yaml_quoted(entity->table));
    const auto add = [&](std::string_view heading, const std::vector<std::string>& lines) {
      if (!lines.empty() && !heading.empty()) text += fmt::format("    {}:\n", heading);
      const std::string_view margin = heading.empty() ? "    " : "      ";
      for (const auto& line : lines) text += fmt::format("{}{}\n", margin, line);
    };
    add("fields", fields);
    add("", key);
    add("", tables);
    add("relations", relations);
    return text;
  }
};

Draft draft_of(const model::Entity& entity) {
  Draft draft;
  draft.entity = &entity;
  for (const auto& field : entity.fields) {
    draft.field_names[field.name] = field.name;
    if (is_expression_name(field.name)) continue;
    auto name = unused(spelled(field.name), [&](const std::string& wanted) {
      return entity.field(wanted) != nullptr ||
             std::any_of(draft.field_names.begin(), draft.field_names.end(),
                         [&](const auto& known) { return known.second == wanted; });
    });
    draft.fields.push_back(fmt::format("{}: {}", name, yaml_quoted(field.name)));
    draft.field_names[field.name] = std::move(name);
  }
  return draft;
}

std::string listed(const Draft& draft, const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(draft.field_names.at(column));
  return fmt::format("[{}]", fmt::join(names, ", "));
}

/// A unique index over columns that are never null is as good as a primary key.
void guess_key(Draft& draft) {
  const auto& entity = *draft.entity;
  if (!entity.key.empty()) return;
  for (const auto& index : entity.indexes) {
    const bool whole = index.unique && std::all_of(index.columns.begin(), index.columns.end(),
                                                   [&](const std::string& column) {
                                                     const auto* field = entity.column(column);
                                                     return field != nullptr && !field->nullable;
                                                   });
    if (!whole) continue;
    draft.key.push_back(fmt::format("key: {}  # no primary key; a unique index is over them",
                                    listed(draft, index.columns)));
    return;
  }
  draft.questions.push_back(fmt::format(
      "'{0}' has no primary key. Which fields tell its records apart? {0}: {{key: [...]}}",
      draft.name));
}

/// What the entity of a word may be called.
std::vector<std::string> names_for(const std::string& word) {
  std::vector<std::string> names = {word, word + "s", word + "es"};
  if (!word.empty() && word.back() == 'y') {
    names.push_back(word.substr(0, word.size() - 1) + "ies");
  }
  return names;
}

/// "about_client_id" without its ending; "" for a name that does not sound like a reference.
std::string referred(const std::string& field) {
  for (const std::string_view ending : {"_id", "_key", "_no", "_code", "_number"}) {
    if (field.size() > ending.size() && field.ends_with(ending)) {
      return field.substr(0, field.size() - ending.size());
    }
  }
  return {};
}

class Suggestion {
 public:
  Suggestion(const std::string& schema, const model::Catalog& catalog)
      : catalog_(catalog), draft_(catalog) {
    draft_.add(fmt::format(
        "# What the catalog of the database cannot say. Guesses bear their reason; what could not\n"
        "# be guessed stands as a question. 'steward model' prints what all of it comes to.\n"
        "schema: {}\n\n",
        yaml_quoted(schema)));
  }

  std::string write() {
    make_drafts();
    suggest_zone();
    suggest_entities();
    suggest_views();
    suggest_people(draft_);
    return draft_.text();
  }

 private:
  void make_drafts() {
    std::map<std::string, bool> taken;
    const auto all = {&catalog_.entities, &catalog_.hidden};
    for (const auto* entities : all) {
      for (const auto& [name, entity] : *entities) taken[name] = true;
    }
    for (const auto* entities : all) {
      for (const auto& [name, entity] : *entities) {
        auto draft = draft_of(entity);
        draft.name = is_expression_name(name)
                         ? name
                         : unused(spelled(name), [&](const auto& made) { return taken[made]; });
        taken[draft.name] = true;
        names_[name] = draft.name;
        (entity.view ? views_ : entities_).push_back(std::move(draft));
      }
    }
  }

  void suggest_zone() {
    std::vector<std::string> fields;
    for (const auto& draft : entities_) {
      for (const auto& field : draft.entity->fields) {
        if (field.zoned) continue;
        fields.push_back(fmt::format("{}.{}", draft.name, draft.field_names.at(field.name)));
      }
    }
    draft_.add(
        "# Whose midnight a date means, and where the organisation's people are. UTC until it "
        "is said.\n");
    if (!fields.empty()) {
      draft_.add(
          fmt::format("# These timestamps have no zone. Which one do they mean? It can be "
                      "said of an entity\n# or a field, too.\n#   {}\n",
                      fmt::join(fields, "\n#   ")));
    }
    draft_.add("# zone: America/New_York\n\n");
  }

  std::string entities_text() const {
    std::string text;
    for (const auto& draft : entities_) text += draft.text();
    const bool active = std::any_of(entities_.begin(), entities_.end(),
                                    [](const Draft& draft) { return draft.says_something(); });
    return (active ? "entities:\n" : "# entities:\n") + text + "\n";
  }

  void suggest_entities() {
    for (auto& draft : entities_) guess_key(draft);
    std::multimap<std::string, const Draft*> by_name;
    for (const auto& draft : entities_) by_name.emplace(spelled(draft.name), &draft);
    for (auto& draft : entities_) guess_relations(draft, by_name);
    if (!draft_.fits(entities_text())) leave_relations_open();
    const bool silent = std::all_of(entities_.begin(), entities_.end(),
                                    [](const Draft& draft) { return draft.is_empty(); });
    if (!silent) draft_.add(entities_text());
  }

  /// Together they are wrong: each becomes a question.
  void leave_relations_open() {
    for (auto& draft : entities_) {
      for (const auto& relation : draft.relations) {
        draft.questions.push_back(fmt::format("a relation of '{}'? {}", draft.name, relation));
      }
      draft.relations.clear();
    }
  }

  void guess_relations(Draft& draft, const std::multimap<std::string, const Draft*>& by_name) {
    for (const auto& field : draft.entity->fields) {
      const auto word = referred(spelled(draft.field_names.at(field.name)));
      const auto is_joined = [&](const model::Relation& relation) {
        return !relation.to_many && relation.columns() == std::vector{field.name};
      };
      if (word.empty() ||
          std::any_of(draft.entity->relations.begin(), draft.entity->relations.end(), is_joined)) {
        continue;
      }
      // "about_client" sounds like a client, too.
      auto names = names_for(word);
      for (auto& name : names_for(word.substr(word.rfind('_') + 1))) names.push_back(name);
      guess_relation(draft, field, word, names, by_name);
    }
  }

  void guess_relation(Draft& draft, const model::Field& field, const std::string& word,
                      const std::vector<std::string>& names,
                      const std::multimap<std::string, const Draft*>& by_name) {
    for (const auto& name : names) {
      const auto [first, last] = by_name.equal_range(name);
      for (auto target = first; target != last; ++target) {
        if (target->second == &draft) continue;
        if (add_relation(draft, field, word, *target->second)) return;
      }
    }
  }

  bool add_relation(Draft& draft, const model::Field& field, const std::string& word,
                    const Draft& target) {
    auto key = target.entity->key;
    if (key.empty()) {
      for (const auto& index : target.entity->indexes) {
        if (index.unique && index.columns.size() == 1) key = index.columns;
      }
    }
    const auto name = spelled(word);
    const auto& entity = *draft.entity;
    if (key.size() != 1 || entity.relation(name) != nullptr || entity.field(name) != nullptr ||
        !can_lead_to_one(entity, *target.entity, {{field.sql_name(), key.front()}}) ||
        !draft.relation_names.insert(name).second) {
      return false;
    }
    draft.relations.push_back(fmt::format(
        "{}: {{to: {}, on: {{{}: {}}}}}  # no foreign key; by the names", name, target.name,
        draft.field_names.at(field.name), target.field_names.at(key.front())));
    return true;
  }

  void suggest_views() {
    std::string active;
    std::string all;
    std::set<std::string> complete;
    for (auto& draft : views_) {
      if (!guess_view(draft)) continue;
      complete.insert(draft.name);
      all += draft.text();
    }
    // One by one only where something is wrong with one of them.
    const bool all_fit = all.empty() || draft_.fits("views:\n" + all);
    for (const auto& draft : views_) {
      const auto text = draft.text();
      if (complete.contains(draft.name) && (all_fit || draft_.fits("views:\n" + active + text))) {
        active += text;
      } else {
        unsure_ += text;
      }
    }
    if (!active.empty()) draft_.add("views:\n" + active);
    if (!unsure_.empty()) {
      draft_.add_comment(
          "Which fields tell the rows of these views apart, and which of their fields "
          "show the key of\neach table behind them?\n" +
          (active.empty() ? std::string("views:\n") : std::string()) + unsure_);
    }
    if (!views_.empty()) draft_.add("\n");
  }

  /// Whether everything about it is known.
  bool guess_view(Draft& draft) {
    bool complete = !draft.entity->tables.empty();
    std::vector<std::string> tables;
    for (const auto& table : draft.entity->tables) {
      tables.push_back(names_.at(table.entity));
      complete = complete && !table.on.empty();
      const auto& key = catalog_.find_any(table.entity)->key;
      if (!draft.key.empty() || key.empty() || table.on.size() != key.size()) continue;
      std::vector<std::string> shown;
      for (const auto& pair : table.on) shown.push_back(pair.target_column);
      draft.key.push_back(fmt::format("key: {}  # it shows the key of {}", listed(draft, shown),
                                      names_.at(table.entity)));
    }
    if (draft.key.empty()) draft.key.push_back("key: [?]");
    draft.tables.push_back(fmt::format("tables: [{}]", fmt::join(tables, ", ")));
    return complete && !draft.key.front().starts_with("key: [?");
  }

  const model::Catalog& catalog_;
  SuggestionDraft draft_;
  std::vector<Draft> entities_;
  std::vector<Draft> views_;
  std::map<std::string, std::string> names_;  ///< table → name in rules
  std::string unsure_;
};

const model::Field* moment_called(const model::Entity& entity,
                                  std::initializer_list<std::string_view> words) {
  for (const auto word : words) {
    for (const auto& field : entity.fields) {
      const bool temporal = field.type == Type::timestamp || field.type == Type::date;
      if (temporal && is_expression_name(field.name) &&
          spelled(field.name).find(word) != std::string::npos) {
        return &field;
      }
    }
  }
  return nullptr;
}

/// What begins and what ends it, of the first entity that has both.
struct SpanOfWork {
  std::string entity;
  const model::Field* starts;
  const model::Field* stops;
};

std::optional<SpanOfWork> span_of_work(const model::Catalog& catalog,
                                       std::initializer_list<std::string_view> beginnings,
                                       std::initializer_list<std::string_view> ends) {
  for (const auto& [name, entity] : catalog.entities) {
    if (entity.key.empty()) continue;
    const auto* starts = moment_called(entity, beginnings);
    const auto* stops = moment_called(entity, ends);
    if (starts != nullptr && stops != nullptr && starts != stops) return {{name, starts, stops}};
  }
  return std::nullopt;
}

/// As names of rules are: nothing in it means something to YAML.
bool is_name(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

std::string suggest_model(const std::string& schema, const model::Catalog& catalog) {
  return Suggestion(schema, catalog).write();
}

model::PeopleQueries people_of(const std::string& model, const model::Catalog& catalog) {
  Problems problems;
  const auto file = parse_yaml(SourceText("model.yaml", model), problems);
  if (!file) return {};
  return read_model(*file, complete_catalog(*file, catalog, problems), problems).people;
}

std::string role_expression(const std::string& role) {
  std::string literal;
  for (const char c : role)
    literal += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  const auto call = fmt::format("role(\"{}\")", literal);
  const bool plain = call.find_first_of(":#'\\") == std::string::npos;
  return plain ? call : yaml_quoted(call);
}

std::string suggest_rule(const std::string& model, const model::Catalog& catalog,
                         const std::string& role) {
  SuggestionDraft draft(catalog);
  draft.add(model);
  const auto& completed = draft.completed();
  const auto work = span_of_work(
      completed, {"order_date", "ordered", "received", "created", "opened", "requested"},
      {"shipped", "completed", "resolved", "closed", "finished", "answered", "delivered", "done"});
  // What starts and ends is often an absence or a shift: better than nothing.
  const auto found = work ? work : span_of_work(completed, {"start", "begin"}, {"end", "finish"});
  if (!found) return {};
  const auto& [name, starts, stops] = *found;
  return fmt::format(
      "# A first rule to change. 'mode: off' is as if it were not there; 'mode: shadow' keeps its\n"
      "# promises and sends nothing.\n"
      "rules:\n"
      "  - rule: first-rule\n"
      "    title: Every record of {0} is done within two working days\n"
      "    source: the procedure that says so\n"
      "    owner: {3}\n"
      "    subject: {0}\n"
      "    mode: off\n"
      "    clock:\n"
      "      starts: {1}\n"
      "      stops: {2}\n"
      "      within: 2 working days\n"
      "      calendar: office-hours\n"
      "    steps:\n"
      "      - at: due - 4 working hours\n"
      "        notify: {4}\n"
      "        template: reminder\n"
      "      - at: due\n"
      "        breach: true\n"
      "        notify: {4}\n"
      "        template: late\n"
      "      - at: due + 4 working hours\n"
      "        escalate: first-chain\n",
      name, starts->name, stops->name, is_name(role) ? role : yaml_quoted(role),
      role_expression(role));
}

}  // namespace steward::rules

// SPDX-License-Identifier: MIT
// Which tables are staff, roles, absences, duties and clients: by names, types and foreign keys.
#include <fmt/format.h>

#include <algorithm>

#include "rules/naming.hpp"
#include "rules/suggestion_draft.hpp"

namespace steward::rules {
namespace {

using model::Entity;
using model::Field;
using model::Relation;
using model::Type;
using Words = std::initializer_list<std::string_view>;

bool is_moment(const Field& field) {
  return field.type == Type::timestamp || field.type == Type::date;
}
bool is_text(const Field& field) {
  return field.type == Type::text && field.sql_type != "uuid";
}

/// The field whose name is one of the words, else that has one of them in its name.
template <class Fits>
const Field* field_called(const Entity& entity, Words words, Fits fits) {
  for (const bool whole : {true, false}) {
    for (const auto word : words) {
      for (const auto& field : entity.fields) {
        if (!is_expression_name(field.name) || !fits(field)) continue;
        const auto name = spelled(field.name);
        if (whole ? name == word : name.find(word) != std::string::npos) return &field;
      }
    }
  }
  return nullptr;
}

const Field* text_called(const Entity& entity, Words words) {
  return field_called(entity, words, is_text);
}
const Field* moment_called(const Entity& entity, Words words) {
  return field_called(entity, words, is_moment);
}

/// The entity whose name is one of the words, else that has one of them in its name, in their
/// order.
template <class Fits>
const Entity* entity_called(const model::Catalog& catalog, Words words, Fits fits) {
  for (const bool whole : {true, false}) {
    for (const auto word : words) {
      for (const auto& [name, entity] : catalog.entities) {
        if (!is_expression_name(name) || !fits(entity)) continue;
        const auto lower = spelled(name);
        if (whole ? lower == word : lower.find(word) != std::string::npos) return &entity;
      }
    }
  }
  return nullptr;
}

const Relation* relation_to(const Entity& entity, const std::string& target, Words words = {}) {
  const Relation* first = nullptr;
  for (const auto& relation : entity.relations) {
    if (relation.to_many || relation.target != target || !is_expression_name(relation.name)) {
      continue;
    }
    for (const auto word : words) {
      if (relation.name.find(word) != std::string::npos) return &relation;
    }
    if (first == nullptr) first = &relation;
  }
  return words.size() == 0 ? first : nullptr;
}

/// An expression for the name of a person or a client; "" when there is none.
std::string name_of(const Entity& entity) {
  for (const std::string_view word :
       {"name", "full_name", "fullname", "display_name", "company_name", "company"}) {
    if (const auto* field = entity.field(word); field != nullptr && is_text(*field)) {
      return field->name;
    }
  }
  const auto* first = text_called(entity, {"first_name", "firstname", "given_name"});
  const auto* last = text_called(entity, {"last_name", "lastname", "family_name", "surname"});
  if (first != nullptr && last != nullptr) {
    return fmt::format("'{} + \" \" + {}'", first->name, last->name);
  }
  const auto* other = text_called(entity, {"name", "title"});
  return other == nullptr ? std::string() : other->name;
}

/// One section: `name: {entity: …, …}`.
class Section {
 public:
  Section(std::string name, const Entity& entity) : name_(std::move(name)) {
    pairs_.push_back("entity: " + entity.name);
  }
  Section& set(std::string_view key, const std::string& expression) {
    if (!expression.empty()) pairs_.push_back(fmt::format("{}: {}", key, expression));
    return *this;
  }
  Section& set(std::string_view key, const Field* field) {
    return set(key, field == nullptr ? std::string() : field->name);
  }
  Section& set(std::string_view key, const Relation* relation) {
    return set(key, relation == nullptr ? std::string() : relation->name);
  }
  [[nodiscard]] std::string text() const {
    return fmt::format("{}: {{{}}}\n", name_, fmt::join(pairs_, ", "));
  }

 private:
  std::string name_;
  std::vector<std::string> pairs_;
};

class PeopleSuggestion {
 public:
  explicit PeopleSuggestion(SuggestionDraft& draft) : draft_(draft), catalog_(draft.completed()) {}

  void write() {
    suggest_staff();
    suggest_roles();
    suggest_absences();
    suggest_duties();
    suggest_clients();
    suggest_contacts();
    suggest_consent();
    suggest_names();
    draft_.add_comment(
        "Which fields may steward write? None until they are named here.\n"
        "writable: {<entity>: [<field>]}");
  }

 private:
  void ask(std::string_view question, std::string_view form) {
    draft_.add_comment(fmt::format("{}\n{}", question, form));
    draft_.add("\n");
  }

  void guess(std::string_view reason, const std::string& section, std::string_view question) {
    if (draft_.fits(section)) {
      draft_.add_comment(std::string(reason));
      draft_.add(section);
    } else {
      draft_.add_comment(fmt::format("{}\n{}", question, section));
    }
    draft_.add("\n");
  }

  void suggest_staff() {
    constexpr std::string_view kForm =
        "staff: {entity: <entity>, name: <field>, email: <field>, mobile: <field>, "
        "time_zone: <field>}";
    staff_ = entity_called(catalog_,
                           {"staff", "employees", "employee", "personnel", "users", "user",
                            "agents", "workers", "team_members", "sys_user"},
                           [](const Entity& entity) { return !entity.key.empty(); });
    if (staff_ == nullptr) {
      ask("Which entity holds the people who work here, with their addresses?", kForm);
      return;
    }
    const auto name = name_of(*staff_);
    const auto* email = text_called(*staff_, {"email", "e_mail", "mail_address"});
    const auto* mobile = text_called(*staff_, {"mobile", "mobile_phone", "cell", "cell_phone"});
    Section section("staff", *staff_);
    section.set("name", name.empty() ? "<field>" : name);
    section.set("email", email == nullptr ? "<field>" : email->name).set("mobile", mobile);
    section.set("time_zone", text_called(*staff_, {"time_zone", "timezone", "tz"}));
    const bool complete = !name.empty() && email != nullptr;
    const auto text = section.text();
    if (complete && draft_.fits(text)) {
      guess(fmt::format("The people who work here: '{}' by its name.", staff_->name), text, "");
    } else {
      ask(fmt::format("'{}' sounds like the people who work here, but {}. Where are they?",
                      staff_->name,
                      email == nullptr ? "has no field for email" : "no field names them"),
          text.substr(0, text.size() - 1));
      staff_ = nullptr;
    }
  }

  void suggest_roles() {
    constexpr std::string_view kForm =
        "roles: {entity: <entity>, role: <field>, person: <relation to staff>, from: <field>, "
        "to: <field>}";
    constexpr std::string_view kQuestion =
        "Which entity says who holds which role (service leader, duty officer, …)?";
    if (staff_ == nullptr) return ask(kQuestion, kForm);
    const auto* entity = entity_called(catalog_, {"role_holders", "role"}, [&](const Entity& one) {
      return relation_to(one, staff_->name) != nullptr;
    });
    if (entity != nullptr) {
      const auto* role = text_called(*entity, {"role", "role_name"});
      std::string expression = role == nullptr ? std::string() : role->name;
      for (const auto& relation : entity->relations) {
        if (!expression.empty() || relation.to_many || relation.target == staff_->name) continue;
        const auto name = name_of(*catalog_.find(relation.target));
        if (relation.name.find("role") != std::string::npos && !name.empty() &&
            name.front() != '\'') {
          expression = relation.name + "." + name;
        }
      }
      Section section("roles", *entity);
      section.set("role", expression.empty() ? "<field>" : expression);
      section.set("person", relation_to(*entity, staff_->name));
      set_validity(section, *entity);
      return guess(fmt::format("Who holds which role: '{}' by its name and its relation to '{}'.",
                               entity->name, staff_->name),
                   section.text(), kQuestion);
    }
    const auto* title = text_called(*staff_, {"role", "job_title", "position", "title"});
    if (title == nullptr || staff_->key.size() != 1) return ask(kQuestion, kForm);
    Section section("roles", *staff_);
    section.set("role", title).set("person", staff_->column(staff_->key.front()));
    guess(fmt::format("No entity says who holds which role; '{}' of '{}' may do.", title->name,
                      staff_->name),
          section.text(), kQuestion);
  }

  static void set_validity(Section& section, const Entity& entity) {
    section.set("from", moment_called(entity, {"valid_from", "from", "starts_at", "start_date",
                                               "started", "starts", "begin"}));
    section.set("to", moment_called(entity, {"valid_to", "valid_until", "until", "ends_at",
                                             "end_date", "ended", "ends"}));
  }

  void suggest_absences() {
    constexpr std::string_view kQuestion = "Which entity says who is away, and who stands in?";
    constexpr std::string_view kForm =
        "absences: {entity: <entity>, person: <relation to staff>, from: <field>, to: <field>, "
        "stand_in: <relation to staff>}";
    const auto* entity =
        of_staff({"absences", "absence", "leave", "vacation", "time_off", "holiday"});
    if (entity == nullptr) return ask(kQuestion, kForm);
    Section section("absences", *entity);
    const auto* stand_in =
        relation_to(*entity, staff_->name, {"stand_in", "substitute", "deputy", "cover"});
    const Relation* person = nullptr;
    for (const auto& relation : entity->relations) {
      const bool leads = !relation.to_many && relation.target == staff_->name;
      if (person == nullptr && leads && &relation != stand_in) person = &relation;
    }
    section.set("person", person);
    set_validity(section, *entity);
    section.set("stand_in", stand_in);
    guess(fmt::format("Who is away: '{}' by its name and its relation to '{}'.", entity->name,
                      staff_->name),
          section.text(), kQuestion);
  }

  void suggest_duties() {
    constexpr std::string_view kQuestion = "Which entity says who is on duty for which role?";
    constexpr std::string_view kForm =
        "duties: {entity: <entity>, role: <field>, person: <relation to staff>, from: <field>, "
        "to: <field>}";
    const auto* entity =
        of_staff({"duties", "duty", "shift", "on_call", "oncall", "roster", "rota"});
    if (entity == nullptr) return ask(kQuestion, kForm);
    Section section("duties", *entity);
    const auto* role = text_called(*entity, {"role", "role_name"});
    std::string expression = role == nullptr ? std::string() : role->name;
    for (const auto& relation : entity->relations) {
      if (!expression.empty() || relation.to_many || relation.target == staff_->name) continue;
      const auto* name = catalog_.find(relation.target)->field("name");
      if (name != nullptr) expression = relation.name + ".name";
    }
    section.set("role", expression.empty() ? "<field>" : expression);
    section.set("person", relation_to(*entity, staff_->name));
    set_validity(section, *entity);
    guess(fmt::format("Who is on duty: '{}' by its name and its relation to '{}'.", entity->name,
                      staff_->name),
          section.text(), kQuestion);
  }

  const Entity* of_staff(Words words) {
    if (staff_ == nullptr) return nullptr;
    return entity_called(catalog_, words, [&](const Entity& entity) {
      return &entity != staff_ && relation_to(entity, staff_->name) != nullptr;
    });
  }

  void suggest_clients() {
    constexpr std::string_view kQuestion =
        "Which entity holds the clients to whom promises are made?";
    const auto* entity = entity_called(catalog_,
                                       {"clients", "client", "customers", "customer", "accounts",
                                        "account", "companies", "organisations", "organizations"},
                                       [&](const Entity& one) {
                                         return !one.key.empty() && !one.view && &one != staff_ &&
                                                !name_of(one).empty();
                                       });
    if (entity == nullptr) return ask(kQuestion, "clients: {entity: <entity>, name: <field>}");
    const auto text = Section("clients", *entity).set("name", name_of(*entity)).text();
    if (draft_.fits(text)) clients_ = entity;
    guess(fmt::format("Whom promises are made to: '{}' by its name.", entity->name), text,
          kQuestion);
  }

  void suggest_contacts() {
    constexpr std::string_view kQuestion = "Where is the address to which a client's messages go?";
    constexpr std::string_view kForm =
        "contacts: {entity: <entity>, client: <relation to clients>, name: <field>, "
        "email: <field>, mobile: <field>}";
    if (clients_ == nullptr) return ask(kQuestion, kForm);
    const auto has_address = [](const Entity& entity) {
      return text_called(entity, {"email", "e_mail", "mail_address"}) != nullptr;
    };
    const auto* entity = entity_called(catalog_, {"contact"}, [&](const Entity& one) {
      return !one.key.empty() && has_address(one) && relation_to(one, clients_->name) != nullptr;
    });
    if (entity == nullptr && has_address(*clients_)) entity = clients_;
    if (entity == nullptr) return ask(kQuestion, kForm);
    Section section("contacts", *entity);
    if (entity != clients_) section.set("client", relation_to(*entity, clients_->name));
    section.set("name", name_of(*entity))
        .set("email", text_called(*entity, {"email", "e_mail", "mail_address"}));
    section.set("mobile", text_called(*entity, {"mobile", "mobile_phone", "cell"}));
    section.set("time_zone", text_called(*entity, {"time_zone", "timezone", "tz"}));
    guess(fmt::format("A client's addresses: '{}' has a field for email.", entity->name),
          section.text(), kQuestion);
  }

  void suggest_consent() {
    constexpr std::string_view kQuestion =
        "Where is recorded what a client agreed to be sent? Without it a client gets nothing.";
    constexpr std::string_view kForm =
        "consent: {entity: <entity>, client: <relation to clients>, channel: <field>, "
        "from: <field>, to: <field>}";
    if (clients_ == nullptr) return ask(kQuestion, kForm);
    const auto* table = entity_called(catalog_, {"consent", "opt_in"}, [&](const Entity& one) {
      return &one != clients_ && relation_to(one, clients_->name) != nullptr;
    });
    if (table != nullptr) {
      Section section("consent", *table);
      section.set("client", relation_to(*table, clients_->name));
      section.set("channel", text_called(*table, {"channel", "medium", "kind"}));
      section.set("from", moment_called(*table, {"given", "granted", "from", "start"}));
      section.set("to", moment_called(*table, {"withdrawn", "revoked", "until", "to", "end"}));
      return guess(fmt::format("What a client agreed to: '{}' by its name.", table->name),
                   section.text(), kQuestion);
    }
    const auto is_boolean = [](const Field& field) { return field.type == Type::boolean; };
    const auto* email = field_called(
        *clients_, {"email_consent", "consent_email", "email_ok", "accepts_email", "email_opt_in"},
        is_boolean);
    const auto* sms = field_called(
        *clients_, {"sms_consent", "consent_sms", "sms_ok", "accepts_sms", "sms_opt_in"},
        is_boolean);
    if (email == nullptr && sms == nullptr) return ask(kQuestion, kForm);
    guess("What a client agreed to: fields of that name.",
          Section("consent", *clients_).set("email", email).set("sms", sms).text(), kQuestion);
  }

  void suggest_names() {
    std::string names;
    for (const auto& [name, entity] : catalog_.entities) {
      for (const std::string_view word :
           {"name", "full_name", "company_name", "title", "reference", "number", "subject"}) {
        const auto* field = entity.field(word);
        if (field == nullptr || !is_text(*field) || !is_expression_name(name)) continue;
        names += fmt::format("  {}: {}\n", name, field->name);
        break;
      }
    }
    if (names.empty()) return;
    guess("What a record is called when people read of it; its key otherwise.", "names:\n" + names,
          "What is a record called when people read of it?");
  }

  SuggestionDraft& draft_;
  model::Catalog catalog_;
  const Entity* staff_ = nullptr;
  const Entity* clients_ = nullptr;
};

}  // namespace

void suggest_people(SuggestionDraft& draft) {
  PeopleSuggestion(draft).write();
}

}  // namespace steward::rules

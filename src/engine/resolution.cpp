// SPDX-License-Identifier: MIT
#include "engine/resolution.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "engine/commitment_steps.hpp"
#include "engine/exclusion.hpp"
#include "engine/wording.hpp"
#include "steward/base/json.hpp"

namespace steward::engine {
namespace {

using model::Suppression;

/// What a template needs of the record, as text by name.
std::map<std::string, std::string, std::less<>> facts_of(Transaction& transaction,
                                                         const model::Rule& rule,
                                                         const std::string& key) {
  std::map<std::string, std::string, std::less<>> facts;
  for (const auto& [name, type] : rule.fact_types) facts[name];
  if (rule.facts.sql.empty()) return facts;
  const auto found = transaction.facts(rule.facts, {key});
  const auto object = found.find(key);
  if (object == found.end()) return facts;
  const auto value = parse_json(object->second);
  if (!value || !value->is_object()) return facts;
  for (const auto& [name, member] : value->get_object()) {
    if (member.is_null()) continue;
    facts[std::string(name)] =
        member.is_string() ? std::string(member.get_string()) : json::serialize(member);
  }
  return facts;
}

/// The name of the client whom a promise was made to, or "".
std::string client_of(Transaction& transaction, const model::PeopleQueries& people,
                      const model::Commitment& commitment) {
  if (commitment.client.empty()) return {};
  const auto names = transaction.client_names(people, {commitment.client});
  const auto name = names.find(commitment.client);
  return name == names.end() ? std::string() : name->second;
}

/// What is said where a template is gone.
const model::Template& plain_words() {
  static const model::Template words{
      "plain words",
      "{{title}}: {{ref}}, due {{due}}",
      "{{first_name}}, {{why}}\n\n{{title}}: due {{due}} ({{due_in}}).\n{{next}}\n\n"
      "To take it: steward ack {{ref}} --as {{answer_as}}\n\nRef {{ref}}, {{source}}\n",
      "{{organisation}}: {{ref}} is due {{due}}. To take it: steward ack {{ref}} --as "
      "{{answer_as}}",
      {}};
  return words;
}

/// The step, without the marks of those who were asked instead.
std::string own_step(const model::Notice& notice) {
  return notice.step.substr(0, notice.step.find(kInstead));
}

calendar::Zone zone_of(const model::Person& person, const calendar::Zone& otherwise) {
  if (person.time_zone.empty()) return otherwise;
  const auto zone = calendar::Zone::find(person.time_zone);
  if (zone) return *zone;
  spdlog::warn("{}: {}; using {}", person.name, zone.error().message(), otherwise.name());
  return otherwise;
}

/// Not even a last resort is configured: the task says so, and so does the log.
Addressed to_nobody(const model::Notice& notice) {
  Addressed nobody;
  nobody.task.notice = notice.id;
  nobody.task.commitment = notice.commitment;
  nobody.task.person_name = "nobody";
  suppress(nobody.task, Suppression::nobody);
  return nobody;
}

}  // namespace

bool ask_with_care(const Dispatching& with, const std::string& about,
                   const std::function<void()>& question) {
  if (with.care == Care::none) {
    question();
    return true;
  }
  const auto done = with.transaction.attempt(question);
  if (!done) spdlog::error("{}: the record cannot be asked: {}", about, done.error().message());
  return done.has_value();
}

std::optional<Suppression> withheld(const model::Notice& notice, const DispatchSettings& settings) {
  if (notice.shadow) return Suppression::rule_shadow;
  if (settings.mode == DeliveryMode::shadow) return Suppression::shadow;
  return std::nullopt;
}

void suppress(model::Task& task, Suppression reason) {
  task.state = model::TaskState::suppressed;
  task.reason = reason;
}

Resolution::Resolution(const Dispatching& with, const model::Notice& notice)
    : with_(with),
      notice_(notice),
      background_(with.transaction.background(notice.commitment, own_step(notice))) {
  background_.steps = steps_of(with.transaction, with.set, background_.commitment);
  ask_of_record();
  addressing_ = address(notice_, background_, with.set, with.roster, with.settings, with.now);
  const bool all_clear = notice_.purpose == model::Purpose::all_clear;
  if (addressing_.all.empty() && !all_clear) addressing_.all.push_back(to_nobody(notice_));
  if (background_.commitment.is_live() || all_clear) return;
  for (auto& [addressee, task] : addressing_.all) {
    if (!task.reason) suppress(task, Suppression::no_longer_true);
  }
}

/// Who must not be told, and what the message names. Where that cannot be found out, the owner is
/// told, in plain words.
void Resolution::ask_of_record() {
  const auto attempt = [&](const std::function<void()>& work) {
    return ask_with_care(with_, background_.commitment.reference + " " + notice_.step, work);
  };
  const bool excluded = attempt([&] {
    exclude(background_, with_.transaction, with_.set, with_.roster, notice_, with_.now);
  });
  if (!excluded) background_.knows_excluded = false;
  attempt(
      [&] { client_ = client_of(with_.transaction, with_.set.people, background_.commitment); });
  const auto* rule = with_.set.rule(background_.commitment.rule);
  if (rule == nullptr) return;
  knows_facts_ =
      attempt([&] { facts_ = facts_of(with_.transaction, *rule, background_.commitment.key); });
}

void Resolution::send() {
  for (auto& addressed : addressing_.all) {
    if (!addressed.task.reason) send(addressed);
  }
}

void Resolution::send(Addressed& addressed) {
  auto& task = addressed.task;
  const auto& text = text_of_step();
  const auto rendered = with_.renderer.render(text, context(addressed), task.channel);
  if (!rendered) {
    spdlog::error("template {}: {}", text.name, rendered.error().message());
    return suppress(task, Suppression::no_template);
  }
  const auto why_not = withheld(notice_, with_.settings);
  task.message = with_.transaction.add(message(addressed, *rendered), why_not.has_value());
  if (why_not) suppress(task, *why_not);
}

void Resolution::take_tasks(std::vector<model::Task>& tasks) {
  for (auto& [addressee, task] : addressing_.all) {
    if (task.reason) {
      spdlog::info("{} {}: {} by {} {}", background_.commitment.reference, notice_.step,
                   task.person_name, model::to_string(task.channel), model::describe(*task.reason));
    }
    tasks.push_back(std::move(task));
  }
}

/// An open promise keeps its steps, but the templates are those of today: one that is gone is
/// replaced by that of the same step of today's rule, or by plain words.
const model::Template& Resolution::text_of_step() const {
  if (!knows_facts_) return plain_words();
  const auto& templates = with_.set.templates;
  const auto own = templates.find(notice_.template_name);
  if (own != templates.end()) return own->second;
  const auto* rule = with_.set.rule(background_.commitment.rule);
  const auto* step = rule == nullptr ? nullptr : rule->step(own_step(notice_));
  const auto todays = templates.find(step == nullptr ? "" : step->template_name);
  return todays != templates.end() ? todays->second : plain_words();
}

model::MessageContext Resolution::context_of_person(const Addressed& addressed) const {
  const auto& person = addressed.addressee.person;
  model::MessageContext context;
  context.purpose = notice_.purpose;
  context.organisation = with_.set.organisation;
  context.recipient = person.name;
  context.answer_as = person.email.empty() ? person.key : person.email;
  context.zone = zone_of(person, with_.set.zone);
  context.why =
      why_them(notice_, addressed.addressee, addressing_.instead_of, context.zone, with_.now);
  context.now = with_.now;
  context.late = notice_.late;
  context.urgent = notice_.urgency == model::Urgency::urgent;
  return context;
}

model::MessageContext Resolution::context(const Addressed& addressed) const {
  const auto& commitment = background_.commitment;
  const auto* rule = with_.set.rule(commitment.rule);
  auto context = context_of_person(addressed);
  context.reference = commitment.reference;
  context.breach_reference = commitment.breach;
  context.client = client_;
  context.next = what_next(notice_, background_, with_.set, with_.roster, context.recipient,
                           context.zone, with_.now);
  context.so_far = lines_of(background_.told, context.zone);
  context.starts = commitment.starts;
  context.due = commitment.due;
  context.stopped = commitment.stopped;
  context.is_open = commitment.is_live();
  context.level = notice_.level;
  if (rule != nullptr) {
    context.title = rule->title;
    context.source = rule->source;
    context.facts = facts_;
    context.fact_types = rule->fact_types;
  }
  return context;
}

model::OutgoingMessage Resolution::message(const Addressed& addressed,
                                           const model::Rendered& rendered) {
  const auto& domain = with_.settings.domain;
  const auto& reference = background_.commitment.reference;
  model::OutgoingMessage message;
  message.channel = addressed.task.channel;
  message.message_id = fmt::format("{}.{}.{}@{}", reference, notice_.id, ++number_, domain);
  message.thread_id = fmt::format("{}@{}", reference, domain);
  message.reference = reference;
  message.commitments = {background_.commitment.id};
  message.outlives = notice_.purpose == model::Purpose::all_clear;
  message.recipient_name = addressed.task.person_name;
  message.address = addressed.task.address;
  message.subject = rendered.subject;
  message.text = rendered.text;
  message.urgent = notice_.urgency == model::Urgency::urgent;
  message.at = with_.now;
  message.noticed_at = notice_.written_at;
  message.tells_breach = notice_.purpose == model::Purpose::breach;
  return message;
}

}  // namespace steward::engine

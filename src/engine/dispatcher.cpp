// SPDX-License-Identifier: MIT
#include "steward/engine/dispatcher.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/addressing.hpp"
#include "engine/commitment_steps.hpp"
#include "engine/exclusion.hpp"
#include "engine/wording.hpp"
#include "steward/base/json.hpp"
#include "steward/engine/retry.hpp"
#include "steward/engine/rule_sets.hpp"

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

/// Makes the tasks and messages of one notice.
class Resolution {
 public:
  Resolution(Transaction& transaction, const Renderer& renderer, const DispatchSettings& settings,
             const model::RuleSet& set, const model::Roster& roster, const model::Notice& notice,
             Instant now)
      : transaction_(transaction),
        renderer_(renderer),
        settings_(settings),
        set_(set),
        roster_(roster),
        notice_(notice),
        background_(transaction.background(notice.commitment, own_step(notice))),
        now_(now) {
    background_.steps = steps_of(transaction, set, background_.commitment);
    exclude(background_, transaction, set, roster, notice, now);
  }

  std::vector<model::Task> run() {
    auto addressing = address(notice_, background_, set_, roster_, settings_, now_);
    if (addressing.all.empty() && notice_.purpose != model::Purpose::all_clear) {
      // Not even a last resort is configured: the task says so, and so does the log.
      model::Task task;
      task.notice = notice_.id;
      task.commitment = notice_.commitment;
      task.person_name = "nobody";
      task.state = model::TaskState::suppressed;
      task.reason = Suppression::nobody;
      return {task};
    }
    std::vector<model::Task> tasks;
    for (auto& addressed : addressing.all) {
      if (!addressed.task.reason) finish(addressed, addressing);
      if (addressed.task.reason) log(addressed.task);
      tasks.push_back(std::move(addressed.task));
    }
    return tasks;
  }

 private:
  void finish(Addressed& addressed, const Addressing& addressing) {
    auto& task = addressed.task;
    const bool over =
        !background_.commitment.is_live() && notice_.purpose != model::Purpose::all_clear;
    if (over) return suppress(task, Suppression::no_longer_true);
    const auto& text = text_of_step();
    const auto rendered = renderer_.render(text, context(addressed, addressing), task.channel);
    if (!rendered) {
      spdlog::error("template {}: {}", text.name, rendered.error().message());
      return suppress(task, Suppression::no_template);
    }
    const bool withheld = notice_.shadow || settings_.mode == DeliveryMode::shadow;
    task.message = transaction_.add(message(addressed, *rendered), withheld);
    if (withheld) suppress(task, notice_.shadow ? Suppression::rule_shadow : Suppression::shadow);
  }

  /// An open promise keeps its steps, but the templates are those of today: one that is gone is
  /// replaced by that of the same step of today's rule, or by plain words.
  const model::Template& text_of_step() const {
    const auto own = set_.templates.find(notice_.template_name);
    if (own != set_.templates.end()) return own->second;
    const auto* rule = set_.rule(background_.commitment.rule);
    const auto* step = rule == nullptr ? nullptr : rule->step(own_step(notice_));
    const auto todays = set_.templates.find(step == nullptr ? "" : step->template_name);
    return todays != set_.templates.end() ? todays->second : plain_words();
  }

  static void suppress(model::Task& task, Suppression reason) {
    task.state = model::TaskState::suppressed;
    task.reason = reason;
  }

  void log(const model::Task& task) const {
    spdlog::info("{} {}: {} by {} {}", background_.commitment.reference, notice_.step,
                 task.person_name, model::to_string(task.channel), model::describe(*task.reason));
  }

  calendar::Zone zone_of(const model::Person& person) const {
    if (person.time_zone.empty()) return set_.zone;
    const auto zone = calendar::Zone::find(person.time_zone);
    if (zone) return *zone;
    spdlog::warn("{}: {}; using {}", person.name, zone.error().message(), set_.zone.name());
    return set_.zone;
  }

  model::MessageContext context(const Addressed& addressed, const Addressing& addressing) {
    const auto& commitment = background_.commitment;
    const auto* rule = set_.rule(commitment.rule);
    const auto& person = addressed.addressee.person;
    model::MessageContext context;
    context.purpose = notice_.purpose;
    context.organisation = set_.organisation;
    context.reference = commitment.reference;
    context.breach_reference = commitment.breach;
    context.client = client_of(transaction_, set_.people, commitment);
    context.recipient = person.name;
    context.answer_as = person.email.empty() ? person.key : person.email;
    context.zone = zone_of(person);
    context.why = why_them(notice_, addressed.addressee, addressing.instead_of, context.zone, now_);
    context.next = what_next(notice_, background_, set_, roster_, person.name, context.zone, now_);
    context.so_far = lines_of(background_.told, context.zone);
    context.now = now_;
    context.starts = commitment.starts;
    context.due = commitment.due;
    context.stopped = commitment.stopped;
    context.is_open = commitment.is_live();
    context.level = notice_.level;
    context.late = notice_.late;
    context.urgent = notice_.urgency == model::Urgency::urgent;
    if (rule != nullptr) {
      context.title = rule->title;
      context.source = rule->source;
      context.facts = facts_of(transaction_, *rule, commitment.key);
      context.fact_types = rule->fact_types;
    }
    return context;
  }

  model::OutgoingMessage message(const Addressed& addressed, const model::Rendered& rendered) {
    const auto& commitment = background_.commitment;
    model::OutgoingMessage message;
    message.channel = addressed.task.channel;
    message.message_id =
        fmt::format("{}.{}.{}@{}", commitment.reference, notice_.id, ++number_, settings_.domain);
    message.thread_id = fmt::format("{}@{}", commitment.reference, settings_.domain);
    message.reference = commitment.reference;
    message.recipient_name = addressed.task.person_name;
    message.address = addressed.task.address;
    message.subject = rendered.subject;
    message.text = rendered.text;
    message.urgent = notice_.urgency == model::Urgency::urgent;
    message.at = now_;
    return message;
  }

  Transaction& transaction_;
  const Renderer& renderer_;
  const DispatchSettings& settings_;
  const model::RuleSet& set_;
  const model::Roster& roster_;
  const model::Notice& notice_;
  Background background_;
  Instant now_;
  int number_ = 0;
};

void redirect(model::OutgoingMessage& message, const DispatchSettings& settings) {
  const auto meant = fmt::format("[for {}] ", message.address);
  if (message.channel == model::Channel::email) {
    message.subject = meant + message.subject;
    message.address = settings.redirect_email;
  } else {
    message.text = meant + message.text;
    message.address = settings.redirect_sms;
  }
}

}  // namespace

std::string_view to_string(DeliveryMode mode) {
  switch (mode) {
    case DeliveryMode::live:
      return "live";
    case DeliveryMode::shadow:
      return "shadow";
    case DeliveryMode::redirect:
      return "redirect";
  }
  return "shadow";
}

Result<std::size_t> Dispatcher::resolve(const model::RuleSet& set, Instant now) {
  std::size_t count = 0;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    count = 0;
    if (auto fenced = require_in_force(transaction, set); !fenced) return fenced;
    const auto notices = transaction.claim_notices(kBatch);
    if (notices.empty()) return {};
    count = notices.size();
    const auto roster = transaction.roster(set.people);
    std::vector<model::Task> tasks;
    std::vector<std::int64_t> ids;
    for (const auto& notice : notices) {
      Resolution resolution(transaction, renderer_, settings_, set, roster, notice, now);
      auto made = resolution.run();
      tasks.insert(tasks.end(), std::make_move_iterator(made.begin()),
                   std::make_move_iterator(made.end()));
      ids.push_back(notice.id);
    }
    transaction.add(tasks, now);
    transaction.resolved(ids, now);
    return {};
  });
  if (!done) return done.error();
  return count;
}

Result<std::vector<Claimed>> Dispatcher::claim(Instant now, std::size_t limit) {
  std::vector<Claimed> claimed;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    claimed = transaction.claim_messages(now, now + kLease, settings_.daemon, limit);
    return {};
  });
  if (!done) return done.error();
  for (auto& one : claimed) {
    if (settings_.mode == DeliveryMode::redirect) redirect(one.message, settings_);
    if (settings_.mode == DeliveryMode::shadow && !one.held) one.held = Suppression::shadow;
  }
  return claimed;
}

Delivery Dispatcher::judge(const Claimed& claimed, const Result<Receipt>& result, Instant now) {
  Delivery delivery;
  delivery.id = claimed.id;
  if (result) {
    delivery.sent = true;
    delivery.response = result->response;
    return delivery;
  }
  delivery.response = result.error().message();
  const auto pause = pause_after(claimed.attempt);
  if (result.error().code() == ErrorCode::rejected ||
      result.error().code() == ErrorCode::invalid_input) {
    delivery.reason = Suppression::rejected;
  } else if (!pause) {
    delivery.reason = Suppression::gave_up;
  } else {
    delivery.again_at = now + *pause;
  }
  return delivery;
}

Delivery Dispatcher::drop(const Claimed& claimed) {
  Delivery delivery;
  delivery.id = claimed.id;
  delivery.reason = claimed.held;
  return delivery;
}

Result<> Dispatcher::record(const std::vector<Delivery>& deliveries, Instant now) {
  return store_.transact([&](Transaction& transaction) -> Result<> {
    transaction.record(deliveries, settings_.daemon, now);
    std::vector<std::int64_t> failed;
    for (const auto& delivery : deliveries) {
      const bool for_good =
          delivery.reason == Suppression::rejected || delivery.reason == Suppression::gave_up;
      if (for_good) failed.push_back(delivery.id);
    }
    if (failed.empty()) return {};
    std::vector<model::Notice> again;
    for (auto& notice : transaction.failed_notices(failed)) {
      // That it is over need not be said to anybody else; nor is anything passed on for ever.
      if (notice.purpose == model::Purpose::all_clear) continue;
      if (std::count(notice.step.begin(), notice.step.end(), kInstead) >= kMostInstead) continue;
      notice.id = 0;
      notice.step += kInstead;
      notice.created_at = now;
      again.push_back(std::move(notice));
    }
    transaction.add(again);
    return {};
  });
}

Result<std::optional<Instant>> Dispatcher::next() {
  std::optional<Instant> earliest;
  const auto done = store_.transact([&](Transaction& transaction) -> Result<> {
    earliest = transaction.earliest_message();
    return {};
  });
  if (!done) return done.error();
  return earliest;
}

}  // namespace steward::engine

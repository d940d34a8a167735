// SPDX-License-Identifier: MIT
#include "engine/first_day.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/wording.hpp"
#include "steward/rules/template_names.hpp"

namespace steward::engine {
namespace {

using model::Suppression;

/// What is said where the template is gone, or has no words for the channel.
const model::Template& plain_words() {
  static const model::Template words{
      "plain words",
      "{{how_many}} promises are due soon: {{what_is_new}}",
      "{{first_name}}, {{how_many}} promises are due soon: {{what_is_new}}. {{why}}\n\n"
      "{{promises}}\n\nTo take one: steward ack REF --as {{answer_as}}\n",
      "{{organisation}}: {{how_many}} promises are due soon, {{ref}} first, {{due}}. To take it: "
      "steward ack {{ref}} --as {{answer_as}}",
      {}};
  return words;
}

/// One of each, in the order in which they come.
void add_once(std::vector<std::string>& all, const std::string& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

}  // namespace

FirstDayMail::FirstDayMail(const Dispatching& with, const std::vector<model::Notice>& notices)
    : with_(with), first_notice_(notices.front().id) {
  for (const auto& notice : notices) resolutions_.emplace_back(with, notice);
}

std::vector<model::Task> FirstDayMail::send() {
  auto all = by_person();
  for (auto& shares : all) send(shares);
  std::vector<model::Task> tasks;
  for (auto& resolution : resolutions_) resolution.take_tasks(tasks);
  spdlog::info("first day: {} reminders in {} messages", resolutions_.size(), all.size());
  return tasks;
}

std::vector<FirstDayMail::Shares> FirstDayMail::by_person() {
  using Key = std::tuple<std::string, std::string, model::Channel, bool>;
  std::map<Key, Shares> shares;
  for (auto& resolution : resolutions_) {
    for (auto& addressed : resolution.all()) {
      const auto& task = addressed.task;
      if (task.reason) continue;
      const Key key{task.person, task.address, task.channel, resolution.notice().shadow};
      shares[key].push_back({&resolution, &addressed});
    }
  }
  std::vector<Shares> all;
  for (auto& [key, of_one] : shares) {
    std::stable_sort(of_one.begin(), of_one.end(), [](const Share& a, const Share& b) {
      const auto& first = a.of->commitment();
      const auto& second = b.of->commitment();
      return std::tie(first.due, first.id) < std::tie(second.due, second.id);
    });
    all.push_back(std::move(of_one));
  }
  return all;
}

void FirstDayMail::send(Shares& shares) {
  const auto& first = shares.front();
  // In the order of due: two of one promise, whoever it names, lie side by side.
  const bool alone = first.of->commitment().id == shares.back().of->commitment().id;
  if (!alone) return send_list(shares);
  first.of->send(*first.to);
  for (auto& share : shares) {
    share.to->task.message = first.to->task.message;
    share.to->task.state = first.to->task.state;
    share.to->task.reason = first.to->task.reason;
  }
}

void FirstDayMail::send_list(const Shares& shares) {
  const auto context = this->context(shares);
  const auto& task = shares.front().to->task;
  const auto rendered = render(context, task.channel);
  auto why_not = withheld(shares.front().of->notice(), with_.settings);
  std::int64_t id = 0;
  if (rendered) {
    id = with_.transaction.add(message(shares, context, *rendered), why_not.has_value());
  } else {
    spdlog::error("{}: {}", rules::kFirstDayTemplate, rendered.error().message());
    why_not = Suppression::no_template;
  }
  for (const auto& share : shares) {
    share.to->task.message = id;
    if (why_not) suppress(share.to->task, *why_not);
  }
}

model::MessageContext FirstDayMail::context(const Shares& shares) const {
  auto context = shares.front().of->context_of_person(*shares.front().to);
  std::vector<std::string> why;
  std::vector<std::string> rules;
  std::vector<std::string> clients;
  std::vector<const model::Commitment*> promises;
  for (const auto& share : shares) {
    const auto& commitment = share.of->commitment();
    add_once(why, share.of->context_of_person(*share.to).why);
    add_once(rules, commitment.rule);
    context.late = context.late || share.of->notice().late;
    if (!promises.empty() && promises.back()->id == commitment.id) continue;
    promises.push_back(&commitment);
    const bool listed = promises.size() <= kMostListed && !commitment.client.empty();
    if (listed) add_once(clients, commitment.client);
  }
  std::map<std::string, std::string> names;
  ask_with_care(with_, "first day",
                [&] { names = with_.transaction.client_names(with_.set.people, clients); });
  for (const auto* promise : promises) {
    if (context.promises.size() == kMostListed) break;
    const auto* rule = with_.set.rule(promise->rule);
    const auto name = names.find(promise->client);
    context.promises.push_back({promise->reference, *promise->due,
                                name == names.end() ? std::string() : name->second,
                                rule == nullptr ? promise->rule : rule->title});
  }
  context.how_many = promises.size();
  context.what_is_new = what_is_new(rules);
  context.why = why_all(why);
  context.reference = promises.front()->reference;
  context.due = promises.front()->due;
  return context;
}

Result<model::Rendered> FirstDayMail::render(const model::MessageContext& context,
                                             model::Channel channel) const {
  const auto own = with_.set.templates.find(std::string(rules::kFirstDayTemplate));
  if (own != with_.set.templates.end()) {
    auto rendered = with_.renderer.render(own->second, context, channel);
    if (rendered) return rendered;
    spdlog::warn("{}; plain words are said", rendered.error().message());
  }
  return with_.renderer.render(plain_words(), context, channel);
}

model::OutgoingMessage FirstDayMail::message(const Shares& shares,
                                             const model::MessageContext& context,
                                             const model::Rendered& rendered) {
  const auto& task = shares.front().to->task;
  model::OutgoingMessage message;
  message.channel = task.channel;
  message.message_id =
      fmt::format("first-day.{}.{}@{}", first_notice_, ++number_, with_.settings.domain);
  message.thread_id = message.message_id;
  for (const auto& promise : context.promises) {
    if (!message.reference.empty()) message.reference += ' ';
    message.reference += promise.reference;
  }
  for (const auto& share : shares) {
    const auto& written_at = share.of->notice().written_at;
    if (!message.noticed_at || written_at < message.noticed_at) message.noticed_at = written_at;
    const auto id = share.of->commitment().id;
    if (message.commitments.empty() || message.commitments.back() != id) {
      message.commitments.push_back(id);
    }
  }
  message.recipient_name = task.person_name;
  message.address = task.address;
  message.subject = rendered.subject;
  message.text = rendered.text;
  message.at = with_.now;
  return message;
}

}  // namespace steward::engine

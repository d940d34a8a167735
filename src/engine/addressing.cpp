// SPDX-License-Identifier: MIT
#include "engine/addressing.hpp"

#include <algorithm>
#include <map>

#include "engine/level_recipients.hpp"
#include "engine/wording.hpp"

namespace steward::engine {
namespace {

using model::Suppression;

class Resolver {
 public:
  Resolver(const model::Notice& notice, const Background& background, const model::RuleSet& set,
           const model::Roster& roster, const DispatchSettings& settings, Instant now)
      : notice_(notice),
        background_(background),
        set_(set),
        roster_(roster),
        settings_(settings),
        now_(now) {}

  Addressing run() {
    const bool already_instead = !notice_.step.empty() && notice_.step.back() == kInstead;
    if (!already_instead) {
      for (const auto& recipient : recipients()) add(recipient);
      if (reached_ || notice_.purpose == model::Purpose::all_clear) return std::move(result_);
      result_.instead_of = failed_;
    } else {
      result_.instead_of = {{"whoever was asked first", Suppression::gave_up}};
    }
    for (const auto& recipient : fallbacks()) {
      add(recipient);
      if (reached_) break;
    }
    return std::move(result_);
  }

 private:
  std::vector<model::Recipient> recipients() const {
    std::vector<model::Recipient> all;
    if (notice_.purpose == model::Purpose::all_clear) {
      for (const auto& person : background_.informed) {
        all.push_back({model::RecipientKind::person, person});
      }
      return all;
    }
    return notice_.recipients;
  }

  /// Up the chain from the level after this one, then the owner, then the last resort.
  std::vector<model::Recipient> fallbacks() const {
    std::vector<model::Recipient> all;
    const auto* rule = set_.rule(background_.commitment.rule);
    auto chain = set_.chains.find(notice_.chain);
    if (chain == set_.chains.end()) {
      for (const auto& step : background_.steps) {
        if (!step.escalate.empty()) chain = set_.chains.find(step.escalate);
        if (chain != set_.chains.end()) break;
      }
    }
    if (chain != set_.chains.end()) {
      const auto& levels = chain->second.levels;
      for (auto at = static_cast<std::size_t>(notice_.level); at < levels.size(); ++at) {
        const auto& asked = recipients_of(levels[at], chain->second, set_, now_);
        all.insert(all.end(), asked.begin(), asked.end());
      }
    }
    if (rule != nullptr && !rule->owner.empty()) {
      all.push_back({model::RecipientKind::role, rule->owner});
    }
    all.insert(all.end(), settings_.last_resort.begin(), settings_.last_resort.end());
    return all;
  }

  void add(model::Recipient recipient) {
    if (recipient.kind == model::RecipientKind::assignee) {
      recipient = assignee_of(background_.commitment);
    }
    const auto resolution = roster_.resolve(recipient, now_);
    for (const auto& [who, reason] : resolution.unreachable) {
      failed_.emplace_back(who, reason);
      for (const auto channel : notice_.channels) suppress({}, who, channel, reason);
    }
    for (const auto& addressee : resolution.people) add(addressee, recipient);
  }

  void add(const model::Addressee& addressee, const model::Recipient& recipient) {
    const auto [tried, first] =
        tried_.try_emplace(addressee.person.key + "\n" + addressee.person.name, false);
    if (!first) {
      // Who could not be reached is not told twice: the reason is named already.
      if (tried->second) suppress_all(addressee, Suppression::twice);
      return;
    }
    if (!may_be_told(addressee, recipient)) {
      suppress_all(addressee, Suppression::excluded);
      failed_.emplace_back(addressee.person.name, Suppression::excluded);
      return;
    }
    auto why_not = Suppression::no_address;
    for (const auto channel : channels(addressee, recipient)) {
      const auto& address = addressee.person.address(channel);
      if (address.empty()) {
        suppress(addressee, addressee.person.name, channel, Suppression::no_address);
      } else if (!has(channel)) {
        why_not = Suppression::no_channel;
        suppress(addressee, addressee.person.name, channel, why_not);
      } else if (failed_before(address)) {
        why_not = Suppression::rejected;
      } else {
        Addressed one{addressee, task(addressee, addressee.person.name, channel)};
        one.task.address = address;
        result_.all.push_back(std::move(one));
        tried->second = true;
      }
    }
    reached_ = reached_ || tried->second;
    if (!tried->second) failed_.emplace_back(addressee.person.name, why_not);
  }

  /// Where it is not known who must not, only the rule's owner and the last resort are told.
  bool may_be_told(const model::Addressee& addressee, const model::Recipient& recipient) const {
    if (background_.excluded.contains(addressee.person.key)) return false;
    if (background_.knows_excluded) return true;
    const auto* rule = set_.rule(background_.commitment.rule);
    const bool is_owner = rule != nullptr && recipient.kind == model::RecipientKind::role &&
                          recipient.name == rule->owner;
    return is_owner || recipient.kind == model::RecipientKind::address;
  }

  /// Refused on behalf of this very step: that has its reason already.
  bool failed_before(const std::string& address) const {
    const auto& failed = background_.failed;
    return std::find(failed.begin(), failed.end(), address) != failed.end();
  }

  void suppress_all(const model::Addressee& addressee, Suppression reason) {
    for (const auto channel : notice_.channels) {
      suppress(addressee, addressee.person.name, channel, reason);
    }
  }

  /// A fixed address has one channel, whatever the step asks for.
  std::vector<model::Channel> channels(const model::Addressee& addressee,
                                       const model::Recipient& recipient) const {
    if (recipient.kind != model::RecipientKind::address) return notice_.channels;
    return {addressee.person.email.empty() ? model::Channel::sms : model::Channel::email};
  }

  bool has(model::Channel channel) const {
    // In shadow nothing leaves, so no channel is needed to say what would have.
    if (settings_.mode == DeliveryMode::shadow) return true;
    return channel == model::Channel::email ? settings_.has_email : settings_.has_sms;
  }

  model::Task task(const model::Addressee& addressee, const std::string& name,
                   model::Channel channel) const {
    model::Task task;
    task.notice = notice_.id;
    task.commitment = notice_.commitment;
    task.person = addressee.person.key;
    task.person_name = name;
    task.stands_in_for = addressee.stands_in_for;
    task.channel = channel;
    return task;
  }

  void suppress(const model::Addressee& addressee, const std::string& name, model::Channel channel,
                Suppression reason) {
    Addressed one{addressee, task(addressee, name, channel)};
    one.task.state = model::TaskState::suppressed;
    one.task.reason = reason;
    result_.all.push_back(std::move(one));
  }

  const model::Notice& notice_;
  const Background& background_;
  const model::RuleSet& set_;
  const model::Roster& roster_;
  const DispatchSettings& settings_;
  Instant now_;
  Addressing result_;
  std::map<std::string, bool> tried_;  ///< by person; whether they are told
  std::vector<std::pair<std::string, Suppression>> failed_;
  bool reached_ = false;
};

}  // namespace

Addressing address(const model::Notice& notice, const Background& background,
                   const model::RuleSet& set, const model::Roster& roster,
                   const DispatchSettings& settings, Instant now) {
  return Resolver(notice, background, set, roster, settings, now).run();
}

}  // namespace steward::engine

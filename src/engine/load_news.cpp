// SPDX-License-Identifier: MIT
#include "engine/load_news.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace steward::engine {
namespace {

using model::LoadOutcome;
using model::Suppression;

constexpr std::size_t kDigestShown = 12;

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

/// Makes the mails about one load.
class News {
 public:
  News(Transaction& transaction, const LoadSettings& settings, const model::RuleSet* running,
       const model::RuleLoad& load)
      : transaction_(transaction), settings_(settings), load_(load) {
    if (running != nullptr) roster_ = transaction.roster(running->people);
  }

  void tell_role(const std::string& role) { tell_all({model::RecipientKind::role, role}); }

  void tell_all(const model::Recipient& recipient) {
    const auto resolution = roster_.resolve(recipient, load_.at);
    for (const auto& [who, reason] : resolution.unreachable) suppress(who, reason);
    for (const auto& addressee : resolution.people) tell_one(addressee.person);
  }

  [[nodiscard]] bool reached() const { return !told_.empty(); }
  void suppress(const std::string& who, Suppression reason) {
    if (suppressed_.insert(who).second) {
      transaction_.load_book().add({who, std::nullopt, reason}, load_.id);
    }
  }

 private:
  void tell_one(const model::Person& person) {
    if (told_.count(person.email) > 0) return;
    if (person.email.empty()) return suppress(person.name, Suppression::no_address);
    const bool shadow = settings_.delivery.mode == DeliveryMode::shadow;
    if (!shadow && !settings_.delivery.has_email) {
      return suppress(person.name, Suppression::no_channel);
    }
    told_.insert(person.email);
    model::LoadMail mail;
    mail.name = person.name;
    mail.message = message_to(person);
    if (shadow) mail.reason = Suppression::shadow;
    transaction_.load_book().add(mail, load_.id);
  }

  model::OutgoingMessage message_to(const model::Person& person) const {
    const auto shown = load_.digest.substr(0, kDigestShown);
    const auto& domain = settings_.delivery.domain;
    model::OutgoingMessage message;
    message.message_id = fmt::format("rules.{}.{}.{}@{}", shown, load_.id, told_.size(), domain);
    message.thread_id = fmt::format("rules.{}@{}", shown, domain);
    message.reference = shown;
    message.recipient_name = person.name;
    message.address = person.email;
    message.subject = subject();
    message.text = text();
    message.at = load_.at;
    return message;
  }

  std::string subject() const {
    return load_.outcome == LoadOutcome::failed
               ? "The edited rules were not taken: " + load_.said.front()
               : "The edited rules wait for you: " + load_.said.front();
  }

  std::string what_runs() const {
    if (load_.before.empty()) return "No rules run: nothing is promised until they are right.";
    return fmt::format("The rules that ran before run on (rule set {}).",
                       load_.before.substr(0, kDigestShown));
  }

  std::string text() const {
    const auto from = fmt::format("the files of {} on {}", load_.configuration, load_.host);
    if (load_.outcome == LoadOutcome::failed) {
      return fmt::format(
          "In {}\nthere is a mistake, so none of them was taken. {}\n\n{}\n"
          "'steward check' lists every mistake. Once they are right they are read again by "
          "themselves.\n\nYou get this because you own rules of that file, or are an admin of "
          "steward.\n",
          from, what_runs(), load_.said.size() > 1 ? load_.said[1] : load_.said.front());
    }
    return fmt::format(
        "By {}\nthe rule set {} would do more than may happen by itself. {}\n\n  {}\n\n"
        "'steward plan' shows all of it. Then 'steward apply' takes it; to drop it, undo the "
        "edit.\n\nYou get this because you own rules that it changes, or are an admin of "
        "steward.\n",
        from, load_.digest.substr(0, kDigestShown), what_runs(), fmt::join(load_.said, "\n  "));
  }

  Transaction& transaction_;
  const LoadSettings& settings_;
  const model::RuleLoad& load_;
  model::Roster roster_;
  std::set<std::string> told_;  ///< addresses
  std::set<std::string> suppressed_;
};

}  // namespace

void tell(Transaction& transaction, const LoadSettings& settings, const model::RuleSet* running,
          const model::RuleLoad& load, const std::vector<std::string>& owners) {
  if (!transaction.load_book().begin_news(load)) return;
  News news(transaction, settings, running, load);
  for (const auto& owner : owners) news.tell_role(owner);
  for (const auto& admin : settings.admins) news.tell_all(admin);
  if (news.reached()) return;
  for (const auto& recipient : settings.delivery.last_resort) news.tell_all(recipient);
  if (!news.reached()) news.suppress("nobody", Suppression::nobody);
}

std::vector<std::string> owners_of_file(const model::RuleSet* running, const std::string& file) {
  std::vector<std::string> owners;
  if (running == nullptr) return owners;
  for (const auto& rule : running->rules) {
    const bool of_it = file_name(rule.file) == file_name(file);
    const bool known = std::find(owners.begin(), owners.end(), rule.owner) != owners.end();
    if (of_it && !known && !rule.owner.empty()) owners.push_back(rule.owner);
  }
  return owners;
}

}  // namespace steward::engine

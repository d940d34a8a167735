// SPDX-License-Identifier: MIT
// One notice on its way to people: who is told, in which words, and why somebody is not.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/addressing.hpp"
#include "engine/quarantine.hpp"
#include "steward/engine/dispatcher.hpp"

namespace steward::engine {

/// With what notices are resolved, in one transaction. Borrows all of it.
struct Dispatching {
  Transaction& transaction;
  const Renderer& renderer;
  const DispatchSettings& settings;
  const model::RuleSet& set;
  const model::Roster& roster;
  Instant now;
  /// With care what asks of the record and fails is done without.
  Care care = Care::none;
};

/// Asks of the CRM what can be done without. Answers whether it could be asked: with care a
/// question that fails is logged, and undone.
bool ask_with_care(const Dispatching& with, const std::string& about,
                   const std::function<void()>& question);

class Resolution {
 public:
  /// Finds out who is told. Whoever is not has the reason.
  Resolution(const Dispatching& with, const model::Notice& notice);

  [[nodiscard]] const model::Notice& notice() const { return notice_; }
  [[nodiscard]] const model::Commitment& commitment() const { return background_.commitment; }
  [[nodiscard]] std::vector<Addressed>& all() { return addressing_.all; }

  /// Makes the messages of all who are told.
  void send();
  /// Makes the message of one of them.
  void send(Addressed& addressed);
  /// The tasks to be stored, with what became of them.
  void take_tasks(std::vector<model::Task>& tasks);

  /// What a message to one of them says, whatever it is about: who they are, and why them.
  [[nodiscard]] model::MessageContext context_of_person(const Addressed& addressed) const;

 private:
  void ask_of_record();
  [[nodiscard]] const model::Template& text_of_step() const;
  [[nodiscard]] model::MessageContext context(const Addressed& addressed) const;
  [[nodiscard]] model::OutgoingMessage message(const Addressed& addressed,
                                               const model::Rendered& rendered);

  const Dispatching& with_;
  const model::Notice& notice_;
  Background background_;
  Addressing addressing_;
  std::string client_;  ///< its name, or ""
  std::map<std::string, std::string, std::less<>> facts_;
  bool knows_facts_ = true;  ///< else the message says what can be said without
  int number_ = 0;
};

/// Why a message is made and does not leave; nothing when it leaves.
[[nodiscard]] std::optional<model::Suppression> withheld(const model::Notice& notice,
                                                         const DispatchSettings& settings);

void suppress(model::Task& task, model::Suppression reason);

}  // namespace steward::engine

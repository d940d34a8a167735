// SPDX-License-Identifier: MIT
#include "steward/rules/template_names.hpp"

namespace steward::rules {

const std::vector<TemplateName>& template_names() {
  static const std::vector<TemplateName> names = {
      {"organisation", "the configured name of the organisation"},
      {"ref", "the short reference, 7K2"},
      {"breach_ref", "the breach's reference, B-2026-00142; empty before a breach"},
      {"title", "the rule's title"},
      {"source", "the procedure that the rule comes from"},
      {"client", "the name of the client it was promised to; empty where the record names none"},
      {"has_client", "there is such a name", true},
      {"recipient", "the recipient's full name"},
      {"first_name", "the recipient's first name"},
      {"answer_as", "what the recipient writes after --as: their email address, else their key"},
      {"why", "a sentence: why this person gets it"},
      {"next", "a sentence: what happens if nobody answers or does it"},
      {"has_next", "there is such a sentence", true},
      {"starts", "when the clock started, Sun 22 Nov, 15:00 EST"},
      {"due", "when it is due, Tue 24 Nov, 15:00 EST"},
      {"due_time", "the time of day at which it is due, 15:00 EST"},
      {"due_in", "how long until it is due, 'in 24 h'; 'now'; after it, 'just now' or '2 h ago'"},
      {"stopped", "in an all-clear, when it was done"},
      {"has_stopped", "in an all-clear, it was done rather than no longer asked for", true},
      {"is_open", "in an all-clear, it goes on and is not late: its rule was edited", true},
      {"lateness", "in an all-clear, '40 min before it was due' or '2 h late'"},
      {"level", "the level of the escalation, 1"},
      {"so_far", "who was told before, a line each"},
      {"has_so_far", "somebody was told before", true},
      {"promises", "in a first day's message, the promises that it is about, a line each"},
      {"how_many", "in a first day's message, how many they are, 14"},
      {"what_is_new", "in a first day's message, a clause: the rule 'x' is new"},
      {"late", "this message goes out later than it should have", true},
      {"urgent", "the step is urgent", true},
  };
  return names;
}

}  // namespace steward::rules

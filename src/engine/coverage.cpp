// SPDX-License-Identifier: MIT
#include "engine/coverage.hpp"

#include <algorithm>

namespace steward::engine {
namespace {

using Kind = rules::ConditionPart::Kind;
using Tests = std::vector<const Finding*>;

/// As SQL has it: one false decides `and`, one true decides `or`; else one unknown does.
template <class TruthOf>
Truth truth_of(const Finding& part, const TruthOf& of_test) {
  if (part.kind == Kind::test) return of_test(part);
  const auto deciding = part.kind == Kind::all ? Truth::no : Truth::yes;
  auto whole = part.kind == Kind::all ? Truth::yes : Truth::no;
  for (const auto& one : part.parts) {
    const auto truth = truth_of(one, of_test);
    if (truth == deciding) return deciding;
    if (truth == Truth::unknown) whole = Truth::unknown;
  }
  return whole;
}

void collect_tests(const Finding& part, Tests& tests) {
  if (part.kind == Kind::test) {
    // A test that is written twice is one change.
    const bool known = std::any_of(tests.begin(), tests.end(),
                                   [&](const Finding* one) { return one->text == part.text; });
    if (!known) tests.push_back(&part);
  }
  for (const auto& one : part.parts) collect_tests(one, tests);
}

bool contains(const Tests& tests, const Finding& test) {
  return std::any_of(tests.begin(), tests.end(),
                     [&](const Finding* one) { return one->text == test.text; });
}

/// Whether the condition holds once these tests do.
bool holds_with(const Finding& condition, const Tests& changed) {
  return truth_of(condition, [&](const Finding& test) {
           return contains(changed, test) ? Truth::yes : test.truth;
         }) == Truth::yes;
}

/// The fewest tests that have to change; of several choices the first.
Tests fewest(const Finding& part) {
  if (part.truth == Truth::yes) return {};
  if (part.kind == Kind::test) return {&part};
  Tests needed;
  bool first = true;
  for (const auto& one : part.parts) {
    auto of_one = fewest(one);
    if (part.kind == Kind::all) {
      for (const auto* test : of_one) {
        if (!contains(needed, *test)) needed.push_back(test);
      }
    } else if (first || of_one.size() < needed.size()) {
      needed = std::move(of_one);
    }
    first = false;
  }
  return needed;
}

bool share_a_path(const Finding& a, const Finding& b) {
  return std::any_of(a.reads.begin(), a.reads.end(), [&](const std::string& path) {
    return std::find(b.reads.begin(), b.reads.end(), path) != b.reads.end();
  });
}

std::vector<std::string> wishes(const Tests& tests, const std::vector<std::string>& besides) {
  std::vector<std::string> all;
  for (const auto* test : tests) all.push_back(test->wish);
  all.insert(all.end(), besides.begin(), besides.end());
  return all;
}

}  // namespace

Finding find_out(const rules::ConditionPart& part, const std::map<std::string, Truth>& tests) {
  Finding finding;
  finding.kind = part.kind;
  finding.text = part.text;
  finding.words = part.words;
  finding.contrary = part.contrary;
  finding.wish = part.wish;
  finding.reads = part.reads;
  for (const auto& one : part.parts) finding.parts.push_back(find_out(one, tests));
  if (part.kind == Kind::test) {
    const auto found = tests.find(part.column);
    finding.truth = found == tests.end() ? Truth::unknown : found->second;
  } else {
    finding.truth = truth_of(finding, [](const Finding& test) { return test.truth; });
  }
  return finding;
}

Coverage coverage_of(const Finding& condition, const std::vector<std::string>& besides) {
  Coverage coverage;
  for (const auto* test : fewest(condition)) {
    coverage.because.push_back(test->truth == Truth::no ? test->contrary
                                                        : "it is not known whether " + test->words);
  }
  Tests tests;
  collect_tests(condition, tests);
  std::vector<Tests> ways;
  for (const auto* test : tests) {
    if (test->truth != Truth::yes && holds_with(condition, {test})) ways.push_back({test});
  }
  if (ways.empty()) ways.push_back(fewest(condition));
  for (const auto& way : ways) {
    coverage.ways.push_back(wishes(way, besides));
    // What holds now may fail when what it reads is changed.
    for (const auto* test : tests) {
      const bool at_risk = test->truth == Truth::yes && !contains(way, *test) &&
                           std::any_of(way.begin(), way.end(), [&](const Finding* changed) {
                             return share_a_path(*changed, *test);
                           });
      const auto& known = coverage.provided;
      if (at_risk && std::find(known.begin(), known.end(), test->words) == known.end()) {
        coverage.provided.push_back(test->words);
      }
    }
  }
  return coverage;
}

}  // namespace steward::engine

// SPDX-License-Identifier: MIT
#include "steward/rules/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "rules/calendar_family.hpp"
#include "rules/calendar_reader.hpp"
#include "rules/chain_reader.hpp"
#include "rules/literal_choices.hpp"
#include "rules/model_catalog.hpp"
#include "rules/model_reader.hpp"
#include "rules/name_list.hpp"
#include "rules/named_people.hpp"
#include "rules/organisation.hpp"
#include "rules/promise.hpp"
#include "rules/review_rule.hpp"
#include "rules/rule_checks.hpp"
#include "rules/rule_compilation.hpp"
#include "rules/rule_reader.hpp"
#include "rules/template_reader.hpp"
#include "rules/yaml_parser.hpp"

namespace steward::rules {
namespace {

using model::FileKind;

/// One load: checks all files against each other, then compiles.
class Loading {
 public:
  Loading(const FileSet& files, const model::Catalog& catalog, Problems& problems)
      : files_(files), catalog_(catalog), problems_(problems) {}

  void read_model_file() {
    for (const auto& file : files_.files) {
      if (file.source.kind == FileKind::model) set_->model_digest = file.source.digest;
    }
    each_tree(FileKind::model, [&](const YamlNode& file) {
      catalog_ = complete_catalog(file, catalog_, problems_);
      model_ = read_model(file, catalog_, problems_);
      note_addresses(file);
    });
  }

  void ask(const Directory& directory) {
    if (!directory.read || problems_.has_errors() || model_.people.staff.sql.empty()) return;
    const auto roster = directory.read(model_.people);
    if (roster) people_.emplace(*roster, directory.unknown);
  }

  void read_calendar_files() {
    calendars_.emplace(read_calendars(files_, model_.zone, problems_));
    set_->calendars = calendars_->calendars();
    set_->kept_calendars = calendars_->kept();
    set_->calendar_digest = calendars_->digest();
    set_->holiday_files = calendars_->holiday_files();
  }

  void read_template_files() {
    each_file(FileKind::wording, template_names_, [&](const YamlNode& file) {
      auto placed = read_template(file, problems_);
      const auto name = placed.text.name;
      if (name.empty()) {
        template_names_.leave_open();
      } else if (template_names_.add(name, placed.text.mark, problems_)) {
        templates_.emplace(name, std::move(placed));
      }
    });
  }

  void read_chain_files() {
    each_file(FileKind::chain, chain_names_, [&](const YamlNode& file) {
      for (auto& placed : read_chains(file, problems_)) take_chain(std::move(placed));
      if (people_) people_->check(file, problems_);
    });
  }

  void read_rule_files() {
    each_file(FileKind::rule, rule_names_, [&](const YamlNode& file) {
      for (auto& placed : read_rules(file, model_.zone, problems_)) take_rule(std::move(placed));
      if (people_) people_->check(file, problems_);
    });
    check_renames();
    warn_of_doubles(promises_, problems_);
    add_reviews();
  }

  std::shared_ptr<const model::RuleSet> finish(const std::string& organisation) {
    for (auto& [name, placed] : templates_) set_->templates.emplace(name, placed.text);
    auto& rules = set_->rules;
    std::sort(rules.begin(), rules.end(),
              [](const model::Rule& a, const model::Rule& b) { return a.name < b.name; });
    set_->people = model_.people;
    set_->zone = model_.zone;
    set_->organisation = organisation;
    set_->catalog = catalog_;
    set_->digest = files_.digest();
    set_->files = files_.sources();
    return std::move(set_);
  }

 private:
  template <class Take>
  void each_tree(FileKind kind, Take take) {
    for (const auto& file : files_.files) {
      if (file.source.kind == kind && file.tree != nullptr) take(*file.tree);
    }
  }

  /// What a file that could not be read names is unknown.
  template <class Take>
  void each_file(FileKind kind, NameList& names, Take take) {
    if (files_.incomplete.count(kind) > 0) names.leave_open();
    each_tree(kind, take);
  }

  void take_chain(PlacedChain placed) {
    auto& chain = placed.chain;
    if (placed.calendar) calendars_->check(*placed.calendar);
    for (std::size_t i = 0; i < placed.wordings.size(); ++i) {
      const auto& level = chain.levels[i];
      check_wording(placed.wordings[i], level.by);
      if (!people_ || placed.wordings[i].by.empty()) continue;
      const auto mark = placed.wordings[i].by.front().mark();
      people_->check_addresses(level.notify, level.by, mark, problems_);
      people_->check_addresses(level.out_of_hours, level.by, mark, problems_);
    }
    if (chain.name.empty()) {
      chain_names_.leave_open();
    } else if (chain_names_.add(chain.name, chain.mark, problems_)) {
      set_->chains.emplace(chain.name, std::move(chain));
    }
  }

  void take_rule(PlacedRule placed) {
    if (placed.rule.name.empty()) {
      placed.complete = false;
    } else {
      placed.complete =
          rule_names_.add(placed.rule.name, placed.rule.mark, problems_) && placed.complete;
    }
    check_calendar(placed);
    for (const auto& step : placed.steps) {
      if (step.escalate) chain_names_.check(*step.escalate, problems_);
      check_wording(step.wording, step.step.by);
      if (!people_) continue;
      const auto mark = step.wording.by.empty() ? step.mark : step.wording.by.front().mark();
      people_->check_addresses(step.step.notify, step.step.by, mark, problems_);
    }
    check_staff(placed);
    if (placed.was) renames_.emplace_back(*placed.was, placed.rule.name);
    check_steps(placed, problems_);
    if (placed.complete && placed.rule.mode != model::Mode::off) {
      promises_.push_back(promise_of(placed));
    }
    auto rule = compile_rule(placed, catalog_of(placed), model_.naming, templates_, set_->chains,
                             problems_);
    if (rule) set_->rules.push_back(std::move(*rule));
  }

  /// Only a rule without a subject is about the organisation.
  const model::Catalog& catalog_of(const PlacedRule& placed) {
    if (placed.subject) return catalog_;
    if (!whole_) whole_ = with_organisation(catalog_);
    return *whole_;
  }

  /// A bare name is a calendar's, or else a field of the subject that gives one.
  void check_calendar(PlacedRule& placed) {
    if (placed.calendar && !calendars_->knows(placed.rule.clock.calendar)) {
      const auto* subject = catalog_.find(placed.rule.subject);
      if (subject != nullptr && subject->field(placed.rule.clock.calendar) != nullptr) {
        placed.calendar_expression = std::exchange(placed.calendar, std::nullopt);
        placed.rule.clock.calendar.clear();
      }
    }
    if (placed.calendar) calendars_->check(*placed.calendar);
    if (!placed.calendar_expression) return;
    for (const auto& name : literal_choices(*placed.calendar_expression)) calendars_->check(name);
  }

  /// What stands in the place of a name may be named once, and may not be there any more.
  void check_renames() {
    std::map<std::string, std::string> renamed;
    for (const auto& [was, rule] : renames_) {
      const std::string name(trimmed(was.text()));
      const auto [other, is_new] = renamed.emplace(name, rule);
      if (rule == name) {
        problems_.error(was.mark(), fmt::format("rule '{}' was never another rule", rule),
                        "'was' is the name that it had before");
      } else if (!is_new) {
        problems_.error(was.mark(), fmt::format("rule '{}' was '{}' already", other->second, name),
                        "its open promises can go to one rule only");
      } else if (rule_names_.knows(name)) {
        problems_.error(was.mark(), fmt::format("there is still a rule '{}'", name),
                        "'was' moves the promises of a rule whose name is gone");
      }
    }
  }

  /// Each rule that says when it is to be reviewed brings a rule about that.
  void add_reviews() {
    const auto catalog = review_catalog();
    std::vector<model::Rule> reviews;
    for (const auto& rule : set_->rules) {
      if (!rule.review_by || rule.mode == model::Mode::off) continue;
      check_review_templates(rule);
      if (!rule_names_.add(review_name(rule), rule.mark, problems_)) continue;
      const auto file = parse_yaml(SourceText(review_name(rule), review_file(rule)), problems_);
      if (!file) continue;
      for (const auto& placed : read_rules(*file, model_.zone, problems_)) {
        auto review =
            compile_rule(placed, catalog, model_.naming, templates_, set_->chains, problems_);
        if (!review) continue;
        narrow(*review, rule);
        reviews.push_back(std::move(*review));
      }
    }
    for (auto& review : reviews) set_->rules.push_back(std::move(review));
  }

  /// Their names are in no file of the author's.
  void check_review_templates(const model::Rule& rule) {
    for (const auto name : review_templates()) {
      if (template_names_.may_have(name)) continue;
      problems_.warning(rule.mark,
                        fmt::format("rule '{}' is to be reviewed, and nobody will be told so: "
                                    "there is no template '{}'",
                                    rule.name, name),
                        "'steward init' writes one, and one is shipped in config/templates");
    }
  }

  /// Which channels the model knows addresses for.
  void note_addresses(const YamlNode& model) {
    const auto* staff = model.find("staff");
    has_no_staff_ = staff == nullptr;
    if (has_no_staff_) return;
    has_email_ = staff->find("email") != nullptr;
    has_mobile_ = staff->find("mobile") != nullptr;
  }

  /// A rule that is off tells nobody.
  void check_staff(const PlacedRule& placed) {
    if (!has_no_staff_ || placed.rule.mode == model::Mode::off) return;
    const auto telling =
        std::find_if(placed.steps.begin(), placed.steps.end(), [](const PlacedStep& step) {
          return !step.step.notify.empty() || !step.step.escalate.empty();
        });
    if (telling == placed.steps.end()) return;
    problems_.error(telling->mark, "nobody can be told: model.yaml has no 'staff'",
                    "'staff' says which table holds the people and their addresses");
  }

  void check_addresses(const Wording& wording, const std::vector<model::Channel>& channels) {
    for (std::size_t i = 0; i < wording.by.size(); ++i) {
      const bool sms = channels[i] == model::Channel::sms;
      if (sms ? has_mobile_ : has_email_) continue;
      problems_.error(
          wording.by[i].mark(), sms ? "nobody can be told by SMS" : "nobody can be told by email",
          sms ? "'staff' of model.yaml says no 'mobile'" : "'staff' of model.yaml says no 'email'");
    }
  }

  /// The templates must exist and have words for each channel.
  void check_wording(const Wording& wording, const std::vector<model::Channel>& channels) {
    check_addresses(wording, channels);
    if (wording.template_name) check_template(*wording.template_name, wording, channels);
    for (const auto& name : wording.rows) check_template(name, wording, channels);
  }

  void check_template(const PlacedText& placed, const Wording& wording,
                      const std::vector<model::Channel>& channels) {
    if (!template_names_.check(placed, problems_)) return;
    const std::string name(trimmed(placed.text()));
    const auto found = templates_.find(name);
    if (found == templates_.end() || !found->second.text.sms.empty()) return;
    for (std::size_t i = 0; i < wording.by.size(); ++i) {
      if (channels[i] != model::Channel::sms) continue;
      problems_.error(wording.by[i].mark(), "template '" + name + "' has no text for an SMS",
                      "add 'sms:' to " + found->second.text.mark.file);
    }
  }

  const FileSet& files_;
  model::Catalog catalog_;               ///< as model.yaml completes it
  std::optional<model::Catalog> whole_;  ///< with the organisation
  Problems& problems_;
  std::shared_ptr<model::RuleSet> set_ = std::make_shared<model::RuleSet>();
  ModelFile model_;
  std::optional<CalendarFamily> calendars_;
  NameList template_names_{"template"};
  NameList chain_names_{"chain"};
  NameList rule_names_{"rule"};
  std::vector<std::pair<PlacedText, std::string>> renames_;  ///< `was`, and the rule's name now
  Templates templates_;
  std::optional<KnownPeople> people_;  ///< absent: nobody could be asked
  std::vector<Promise> promises_;
  bool has_no_staff_ = false;  ///< model.yaml was read, and says of nobody
  bool has_email_ = true;
  bool has_mobile_ = true;
};

}  // namespace

ModelHeader read_model_header(const FileSet& files, Problems& problems) {
  ModelHeader header;
  for (const auto& [source, tree] : files.files) {
    if (source.kind != FileKind::model || tree == nullptr) continue;
    header.schema = read_schema(*tree, problems);
  }
  return header;
}

ModelHeader read_model_header(const std::filesystem::path& model, Problems& problems) {
  ModelHeader header;
  if (model.empty()) return header;
  if (const auto file = parse_yaml_file(model.string(), problems)) {
    header.schema = read_schema(*file, problems);
  }
  return header;
}

std::shared_ptr<const model::RuleSet> load_rules(const FileSet& files,
                                                 const model::Catalog& catalog,
                                                 const std::string& organisation,
                                                 Problems& problems, const Directory& directory) {
  Loading loading(files, catalog, problems);
  // Each kind refers only to those before it.
  loading.read_model_file();
  loading.ask(directory);
  loading.read_calendar_files();
  loading.read_template_files();
  loading.read_chain_files();
  loading.read_rule_files();
  if (problems.has_errors()) return nullptr;
  return loading.finish(organisation);
}

std::shared_ptr<const model::RuleSet> load_rules(const RulePaths& paths,
                                                 const model::Catalog& catalog,
                                                 const std::string& organisation,
                                                 Problems& problems, const Directory& directory) {
  return load_rules(read_files(paths, problems), catalog, organisation, problems, directory);
}

}  // namespace steward::rules

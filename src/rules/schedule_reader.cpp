// SPDX-License-Identifier: MIT
#include "rules/schedule_reader.hpp"

#include <fmt/format.h>

#include "rules/local_date.hpp"
#include "rules/moment.hpp"
#include "rules/yaml_reader.hpp"

namespace steward::rules {
namespace {

using namespace std::chrono_literals;

std::optional<Microseconds> read_time_of_day(const PlacedText& text, Problems& problems) {
  constexpr std::string_view kForm = "09:00";
  const auto written = trimmed(text.text());
  if (written.size() == kForm.size()) {
    const auto local = calendar::parse_local_time(fmt::format("2000-01-01T{}:00", written));
    if (local) return local->time_of_day;
  }
  problems.error(text.mark(), fmt::format("'{}' is not a time of day", written),
                 fmt::format("expected {}", kForm));
  return std::nullopt;
}

std::optional<calendar::Zone> read_zone(YamlReader& reader, const calendar::Zone& otherwise,
                                        Problems& problems) {
  const auto* text = reader.text("zone");
  if (text == nullptr) return otherwise;
  const auto zone = calendar::Zone::find(trimmed(text->text()));
  if (zone) return *zone;
  report_length(text->mark(), zone.error(), problems);
  return std::nullopt;
}

/// Whether it occurs at all is asked of the rule as a whole.
void check_recurrence(const calendar::RecurrenceDefinition& definition, const PlacedText& rrule,
                      Problems& problems) {
  const auto recurrence = calendar::Recurrence::from(definition);
  if (!recurrence) {
    problems.error(rrule.mark(), fmt::format("'{}' is no RRULE", definition.rule),
                   recurrence.error().message());
    return;
  }
  const auto first = recurrence->next_instants(1);
  if (!first) {
    problems.error(rrule.mark(), first.error().message());
  } else if (first->empty()) {
    problems.error(rrule.mark(), "the schedule never comes");
  }
}

}  // namespace

void read_schedule(const YamlNode& node, const calendar::Zone& zone, PlacedRule& placed,
                   Problems& problems) {
  const auto errors_before = problems.error_count();
  YamlReader reader(node, schedule_keys(),
                    placed.rule.name.empty()
                        ? "the schedule of the rule"
                        : fmt::format("the schedule of rule '{}'", placed.rule.name),
                    problems);
  const auto* rrule = reader.text("rrule");
  const auto* at = reader.text("at");
  const auto* from = reader.text("from");
  const auto time = at != nullptr ? read_time_of_day(*at, problems) : std::nullopt;
  const auto date = from != nullptr ? read_date(*from, problems) : std::nullopt;
  const auto own_zone = read_zone(reader, zone, problems);
  reader.finish();
  if (rrule != nullptr) placed.schedule = *rrule;
  if (rrule == nullptr || !time || !date || !own_zone) return;
  if (problems.error_count() != errors_before) return;
  calendar::RecurrenceDefinition definition;
  definition.rule = trimmed(rrule->text());
  definition.start = {std::chrono::year_month_day(*date), *time};
  definition.zone = *own_zone;
  check_recurrence(definition, *rrule, problems);
  placed.rule.schedule = std::move(definition);
}

}  // namespace steward::rules

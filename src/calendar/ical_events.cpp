// SPDX-License-Identifier: MIT
#include "calendar/ical_events.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "calendar/ical_structure.hpp"

namespace steward::calendar {
namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using OwnedComponent = std::unique_ptr<icalcomponent, FreeComponent>;

struct FreeText {
  void operator()(char* text) const { std::free(text); }
};
using OwnedText = std::unique_ptr<char, FreeText>;

std::string text_or_empty(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

IcalTime to_time(const icaltimetype& time, icalproperty* property) {
  IcalTime result;
  result.local.date = std::chrono::year(time.year) /
                      std::chrono::month(static_cast<unsigned>(time.month)) /
                      std::chrono::day(static_cast<unsigned>(time.day));
  result.is_date = time.is_date != 0;
  result.is_utc = icaltime_is_utc(time) != 0;
  if (!result.is_date) {
    result.local.time_of_day = std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
                               std::chrono::seconds(time.second);
  }
  auto* const zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  if (zone != nullptr) result.zone = text_or_empty(icalparameter_get_tzid(zone));
  return result;
}

/// libical's own sum is an int, which many days overflow.
std::chrono::seconds to_seconds(const icaldurationtype& length) {
  const auto sum = std::chrono::days(7 * std::int64_t(length.weeks) + length.days) +
                   std::chrono::hours(length.hours) + std::chrono::minutes(length.minutes) +
                   std::chrono::seconds(length.seconds);
  return length.is_neg != 0 ? -sum : sum;
}

/// Reads the properties of one event.
class EventReader {
 public:
  explicit EventReader(int line) { event_.line = line; }

  [[nodiscard]] Result<IcalEvent> read(icalcomponent* component) {
    for (auto* property = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY);
         property != nullptr;
         property = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
      if (const auto taken = take(property); !taken) return taken.error();
    }
    return std::move(event_);
  }

 private:
  Result<> take(icalproperty* property) {
    switch (icalproperty_isa(property)) {
      case ICAL_UID_PROPERTY:
        event_.uid = text_or_empty(icalproperty_get_uid(property));
        return {};
      case ICAL_SUMMARY_PROPERTY:
        event_.summary = text_or_empty(icalproperty_get_summary(property));
        return {};
      case ICAL_STATUS_PROPERTY:
        event_.cancelled = icalproperty_get_status(property) == ICAL_STATUS_CANCELLED;
        return {};
      case ICAL_DURATION_PROPERTY: {
        event_.duration = to_seconds(icalproperty_get_duration(property));
        return {};
      }
      case ICAL_RRULE_PROPERTY: {
        const OwnedText rule(icalproperty_get_value_as_string_r(property));
        event_.rules.push_back(text_or_empty(rule.get()));
        return {};
      }
      case ICAL_EXRULE_PROPERTY:
        event_.excludes_by_rule = true;
        return {};
      case ICAL_XLICERROR_PROPERTY:
        return wrong_line(event_.line,
                          fmt::format("the event cannot be read: {}",
                                      text_or_empty(icalproperty_get_xlicerror(property))));
      default:
        return take_time(property);
    }
  }

  Result<> take_time(icalproperty* property) {
    switch (icalproperty_isa(property)) {
      case ICAL_DTSTART_PROPERTY:
        return keep(property, icalproperty_get_dtstart(property), event_.start);
      case ICAL_DTEND_PROPERTY:
        return keep(property, icalproperty_get_dtend(property), event_.end);
      case ICAL_RECURRENCEID_PROPERTY:
        event_.and_following =
            icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER) != nullptr;
        return keep(property, icalproperty_get_recurrenceid(property), event_.instance);
      case ICAL_EXDATE_PROPERTY:
        return keep(property, icalproperty_get_exdate(property), event_.except);
      case ICAL_RDATE_PROPERTY: {
        const auto date = icalproperty_get_rdate(property);
        const bool is_period = icaltime_is_null_time(date.time) != 0;
        return keep(property, is_period ? date.period.start : date.time, event_.added);
      }
      default:
        return {};
    }
  }

  template <class Place>
  Result<> keep(icalproperty* property, const icaltimetype& time, Place& place) {
    const auto read = to_time(time, property);
    if (icaltime_is_null_time(time) != 0 || !read.local.date.ok()) {
      return wrong_line(event_.line, fmt::format("the event's {} is no date",
                                                 icalproperty_get_property_name(property)));
    }
    if constexpr (std::is_same_v<Place, std::vector<IcalTime>>) {
      place.push_back(read);
    } else {
      place = read;
    }
    return {};
  }

  IcalEvent event_;
};

/// The events in a component and in those within it, in the order of the text.
Result<> read_into(icalcomponent* component, const std::vector<int>& lines,
                   std::vector<IcalEvent>& events) {
  for (auto* part = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
       part != nullptr; part = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
    if (icalcomponent_isa(part) != ICAL_VEVENT_COMPONENT) {
      if (const auto read = read_into(part, lines, events); !read) return read;
      continue;
    }
    auto event = EventReader(lines[std::min(events.size(), lines.size() - 1)]).read(part);
    if (!event) return event.error();
    events.push_back(std::move(*event));
  }
  return {};
}

}  // namespace

Result<std::vector<IcalEvent>> read_ical_events(std::string_view text) {
  const auto lines = event_lines(text);
  if (!lines) return lines.error();
  const std::string copy(text);
  const OwnedComponent parsed(icalparser_parse_string(copy.c_str()));
  if (!parsed) return Error(ErrorCode::invalid_input, "this is not iCalendar");
  std::vector<IcalEvent> events;
  if (const auto read = read_into(parsed.get(), *lines, events); !read) return read.error();
  return events;
}

}  // namespace steward::calendar

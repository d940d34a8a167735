// SPDX-License-Identifier: MIT
// A time zone of the IANA database, and instants as people of that zone read them.
#pragma once

#include <string>
#include <string_view>

#include "steward/base/instant.hpp"
#include "steward/calendar/local_time.hpp"

namespace steward::calendar {

/// Where the time zone library's tables of DST end. Later instants go by the rules in force then,
/// but for the few zones that have tables for longer: those of Morocco and Palestine, whose clocks
/// follow Ramadan, until 2087.
inline constexpr Instant kZoneTablesEnd =
    std::chrono::sys_days(std::chrono::year(2038) / std::chrono::January / 1);

/// Cheap to copy. The default is UTC.
class Zone {
 public:
  Zone();
  /// By its IANA name, "America/New_York". Errors: `not_found`, with the nearest name;
  /// `unavailable` when the system has no time zone database.
  [[nodiscard]] static Result<Zone> find(std::string_view name);

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] LocalTime to_local(Instant instant) const;
  /// A local time that a DST gap skipped is the instant of the gap; one that comes twice is the
  /// first of the two.
  [[nodiscard]] Instant to_instant(const LocalTime& local) const;
  /// "EST", or "+0545" where the zone has no letters.
  [[nodiscard]] std::string abbreviation(Instant instant) const;
  /// Whether its clocks still change when the tables end.
  [[nodiscard]] bool has_dst() const;

  bool operator==(const Zone&) const = default;

 private:
  explicit Zone(const void* zone) : zone_(zone) {}
  const void* zone_;
};

using steward::to_rfc3339;
/// RFC 3339 with the zone's offset, "1997-09-02T09:00:00-04:00", or "Z" in UTC; a fraction is
/// written only where there is one. RFC 3339 has no offsets with seconds, as local mean times of
/// long ago are: such an instant is written in UTC.
[[nodiscard]] std::string to_rfc3339(Instant instant, const Zone& zone);
/// "Tue 24 Nov, 15:00 EST"; with the year, "Tue 24 Nov 2026, 15:00 EST", when it is another year
/// than `now`'s.
[[nodiscard]] std::string format_when(Instant instant, const Zone& zone, Instant now);
/// "15:00 EST".
[[nodiscard]] std::string format_time(Instant instant, const Zone& zone);
/// "2026-11-24 15:00".
[[nodiscard]] std::string format_table(Instant instant, const Zone& zone);
/// "15:00 EST today", "09:00 EST tomorrow" or `format_when`, as seen from `now`.
[[nodiscard]] std::string format_near(Instant instant, const Zone& zone, Instant now);

}  // namespace steward::calendar

// SPDX-License-Identifier: MIT
// Who answers for whom at an instant: holders of roles, duties, absences, stand-ins.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/model/notice.hpp"
#include "steward/model/recipient.hpp"

namespace steward::model {

struct Person {
  std::string key;
  std::string name;
  std::string email;      ///< "" for none
  std::string mobile;     ///< E.164, "" for none
  std::string time_zone;  ///< IANA; unknown or "": the organisation's
  bool operator==(const Person&) const = default;

  /// The address on a channel, or "".
  [[nodiscard]] const std::string& address(Channel channel) const;
};

/// A time span in which a person holds a role or is on duty for it; an open end is none.
struct Holding {
  std::string role;
  std::string person;
  std::optional<Instant> from;
  std::optional<Instant> to;
  bool operator==(const Holding&) const = default;
};

struct Absence {
  std::string person;
  Instant from;
  Instant to;
  std::string stand_in;  ///< a staff key, or ""
  bool operator==(const Absence&) const = default;
};

/// One person who is to be told, and why them.
struct Addressee {
  Person person;
  std::string role;                   ///< by which they were found, or ""
  bool on_duty = false;               ///< found by a duty rather than as holder of the role
  std::string stands_in_for;          ///< the name of who is away, or ""
  std::optional<Instant> away_until;  ///< of who is away
  bool operator==(const Addressee&) const = default;
};

/// The people that a recipient stands for at an instant, or why there is nobody.
struct Resolution {
  std::vector<Addressee> people;
  std::vector<std::pair<std::string, Suppression>> unreachable;  ///< who, by name, and why
  bool operator==(const Resolution&) const = default;
};

class Roster {
 public:
  std::map<std::string, Person, std::less<>> people;  ///< by key
  std::vector<Holding> holders;
  std::vector<Holding> duties;
  std::vector<Absence> absences;

  /// Somebody away is replaced by their stand-in (who may be away in turn), else by whoever is on
  /// duty for the role, else they are unreachable. A role is answered by those on duty for it; when
  /// nobody is, by its holders. `address` recipients resolve to a person without a key.
  [[nodiscard]] Resolution resolve(const Recipient& recipient, Instant at) const;

  /// The keys of everybody whom a recipient could stand for at an instant, away or not: a role's
  /// holders and those on duty for it. Nobody for an address.
  [[nodiscard]] std::set<std::string> meant_by(const Recipient& recipient, Instant at) const;

  /// The staff key that somebody means by an email address, a key or a full name (case does not
  /// matter). Errors: `not_found`, `conflict` when several have the name.
  [[nodiscard]] Result<std::string> find_person(std::string_view text) const;

 private:
  [[nodiscard]] const Absence* absence_of(std::string_view person, Instant at) const;
  void add_present(Resolution& resolution, const std::string& person, const std::string& role,
                   bool on_duty, Instant at) const;
};

}  // namespace steward::model

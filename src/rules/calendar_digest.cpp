// SPDX-License-Identifier: MIT
#include "rules/calendar_digest.hpp"

#include <fmt/format.h>

#include "steward/base/digest.hpp"

namespace steward::rules {
namespace {

std::string to_text(std::chrono::sys_days date) {
  return std::to_string(date.time_since_epoch().count());
}

std::string to_text(const std::vector<calendar::Opening>& openings) {
  std::string text;
  for (const auto& opening : openings) {
    text += fmt::format(" {}-{}", opening.from.count(), opening.to.count());
  }
  return text;
}

std::string to_text(const calendar::Week& week) {
  std::string text;
  for (const auto& day : week) text += to_text(day) + ";";
  return text;
}

std::string to_text(const std::map<std::chrono::sys_days, std::vector<calendar::Opening>>& dates) {
  std::string text;
  for (const auto& [date, openings] : dates) text += to_text(date) + to_text(openings) + ";";
  return text;
}

}  // namespace

std::string calendar_digest(const calendar::Definition& definition) {
  auto text = definition.zone.name() + "\nhours " + to_text(definition.hours);
  for (const auto& change : definition.changes) {
    text += fmt::format("\nchange {} {} {}", to_text(change.from),
                        change.to ? to_text(*change.to) : "", to_text(change.hours));
  }
  text += "\nexceptions " + to_text(definition.exceptions);
  text += "\nbreaks " + to_text(definition.breaks) + "\nholidays";
  for (const auto& [date, name] : definition.holidays) text += " " + to_text(date);
  return sha256(text);
}

}  // namespace steward::rules

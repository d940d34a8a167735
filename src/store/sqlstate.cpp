// SPDX-License-Identifier: MIT
#include "store/sqlstate.hpp"

#include <array>

namespace steward::store {
namespace {

struct Meaning {
  std::string_view prefix;
  ErrorCode code;
};

// The first row whose prefix fits decides, so single states come before their class.
constexpr std::array kMeanings = {
    Meaning{"0A", ErrorCode::internal},        // feature not supported
    Meaning{"08", ErrorCode::unavailable},     // connection lost
    Meaning{"22", ErrorCode::invalid_input},   // a value that does not fit its type
    Meaning{"23505", ErrorCode::conflict},     // unique: somebody else inserted it first
    Meaning{"23P01", ErrorCode::conflict},     // exclusion: the same
    Meaning{"23503", ErrorCode::conflict},     // foreign key: somebody else deleted it first
    Meaning{"23", ErrorCode::internal},        // not null, check: we wrote nonsense
    Meaning{"25006", ErrorCode::unavailable},  // read-only: the primary became a replica
    Meaning{"25P03", ErrorCode::unavailable},  // idle in transaction: the session was ended
    Meaning{"28", ErrorCode::rejected},        // wrong role or password
    Meaning{"3D000", ErrorCode::rejected},     // no such database
    Meaning{"40003", ErrorCode::timed_out},    // statement completion unknown
    Meaning{"40", ErrorCode::conflict},        // serialization failure, deadlock
    Meaning{"42501", ErrorCode::rejected},     // insufficient privilege
    Meaning{"53", ErrorCode::unavailable},     // out of disk, memory, connections
    Meaning{"55P03", ErrorCode::conflict},     // lock not available in time
    Meaning{"55006", ErrorCode::conflict},     // object in use
    Meaning{"57014", ErrorCode::timed_out},    // statement timeout or cancel
    Meaning{"57P", ErrorCode::unavailable},    // server shutting down, crashed, starting
    Meaning{"58", ErrorCode::unavailable},     // the server's own disk failed it
    Meaning{"P0", ErrorCode::invalid_input},   // raised by a function or trigger for a value
};

}  // namespace

ErrorCode classify(std::string_view sqlstate) {
  for (const Meaning& meaning : kMeanings) {
    if (sqlstate.substr(0, meaning.prefix.size()) == meaning.prefix) return meaning.code;
  }
  return ErrorCode::internal;
}

}  // namespace steward::store

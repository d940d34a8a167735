// SPDX-License-Identifier: MIT
// Which statements a session has prepared: those that come again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steward::store {

/// A statement that comes for the second time is worth being parsed once and for all; whether it is
/// planned anew for its values is PostgreSQL's choice. Knows the most recently used, so that a
/// thousand rules do not fill the server with plans.
class StatementCache {
 public:
  explicit StatementCache(std::size_t most) : most_(most) {}

  enum class Turn {
    first,    ///< run it as it is
    prepare,  ///< prepare it under its name, then run that
    known,    ///< it is prepared
  };
  struct Use {
    Turn turn;
    std::string name;  ///< on the server
  };

  /// PostgreSQL's object id of a type, 0 for one that its place decides.
  using Type = unsigned int;

  /// Statements of the same text differ by the types of their parameters.
  Use use(std::string_view sql, const std::vector<Type>& types);
  /// Forgets the least recently used where there are too many, and answers the name of one that is
  /// to be given up on the server, too.
  std::optional<std::string> surplus();
  /// It could not be prepared.
  void drop(const std::string& name);

 private:
  struct Entry {
    std::string name;  ///< "" until it is prepared
    std::uint64_t used = 0;
  };

  const std::size_t most_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::uint64_t uses_ = 0;
};

}  // namespace steward::store

# Writes OUTPUT: a C++ source holding the migrations named by FILES, in order of their names.
set(body "")
set(delimiter "steward_sql")
list(SORT FILES)
foreach(file ${FILES})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  # Brackets keep CMake from reading semicolons as list separators; a raw string holds at most
  # 64 KiB in some compilers, and a migration is far smaller.
  string(APPEND body "    {\"${name}\", R\"${delimiter}(${text})${delimiter}\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from src/store/migrations by scripts/cmake/EmbedMigrations.cmake.
#include \"store/migration.hpp\"

namespace steward::store {

const std::vector<Migration>& embedded_migrations() {
  static const std::vector<Migration> all = {
${body}  };
  return all;
}

}  // namespace steward::store
")

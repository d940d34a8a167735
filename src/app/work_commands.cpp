// SPDX-License-Identifier: MIT
// What is done by hand or by systemd: run, check, model, init, resync, schema, db.
#include "app/command_families.hpp"

namespace steward::app {
namespace {

constexpr const char* kSchemaForms =
    "KIND is rules, chains, calendar, template, model or configuration. An editor with a YAML\n"
    "language server completes and checks a file that names its schema in a first line such as\n"
    "  # yaml-language-server: $schema=../config/schemas/rules.json";

void add_model(CLI::App& app, CommandList& commands) {
  auto [model, model_options] = commands.add<ModelCommand>(
      app, "model", "show what rules can name: entities, fields, relations");
  add_text(model, "ENTITY", model_options.entity, "one of them; default: all", "");
  auto* const save = model.add_option("--save", model_options.save,
                                      "write what the database holds, for 'check --model'");
  save->type_name("FILE");
  model.add_flag("--suggest", model_options.suggest, "write a model.yaml: guesses and questions")
      ->excludes(save);
  add_json_format(model, "table", "table (default) or json",
                  [&format = model_options.format](bool json) {
                    format = json ? Format::json : Format::table;
                  });

  auto [init, init_options] =
      commands.add<InitCommand>(app, "init", "write a first configuration for a database");
  add_text(init, "--database", init_options.database,
           "a connection string; default: $STEWARD_DATABASE. A password is not stored", "URL");
  init.add_option("--dir", init_options.folder, "the folder to write to (default: config)")
      ->type_name("DIR");
  add_text(init, "--schema", init_options.schema, "whose tables are the entities", "SCHEMA");
}

}  // namespace

void add_work(CLI::App& app, CommandList& commands) {
  commands.add<RunCommand>(app, "run", "keep promises until SIGTERM; SIGHUP reads the files again");
  auto [check, check_options] =
      commands.add<CheckCommand>(app, "check", "say everything that is wrong with the files");
  check
      .add_option("PATHS", check_options.rules,
                  "rule files and folders, in place of the configured")
      ->type_name("");
  add_json_format(check, "text", "text (default), or json for editors and CI",
                  [&wanted = check_options.json](bool json) { wanted = json; });
  check
      .add_option("--model", check_options.model,
                  "a snapshot that 'model --save' wrote, in place of the database")
      ->type_name("FILE");
  add_model(app, commands);
  auto [resync, resync_options] = commands.add<ResyncCommand>(
      app, "resync", "look at all records again, in case some changed unseen");
  resync.add_option("RULES", resync_options.rules, "of these rules; default: of all")
      ->type_name("");
  auto [schema, schema_options] =
      commands.add<SchemaCommand>(app, "schema", "write what editors must know about the files");
  schema.footer(kSchemaForms);
  schema.add_option("KIND", schema_options.kind, "rules (default), chains, calendar, template, …")
      ->check(one_of({"rules", "chains", "calendar", "template", "model", "configuration"}))
      ->type_name("");
  schema.add_option("--dir", schema_options.folder, "all of them, as KIND.json into this folder")
      ->type_name("DIR");
}

void add_database(CLI::App& app, CommandList& commands) {
  CLI::App* const database = app.add_subcommand("db", "set the database up: migrate, capture");
  database->group("Commands");
  database->footer("");
  database->require_subcommand(0, 1);
  database->fallthrough();
  auto [migrate, migrate_options] =
      commands.add<MigrateCommand>(*database, "migrate", "bring steward's schema up to date");
  migrate.add_flag("--simulation", migrate_options.simulation,
                   "for tests and replays: changes are stamped with the session's steward.now");
  auto [capture, capture_options] = commands.add<CaptureCommand>(
      *database, "capture", "install the triggers that watch the records");
  auto* const print =
      capture.add_flag("--sql", capture_options.only_print, "only print them, for a DBA to run");
  capture.add_flag("--remove", capture_options.remove, "remove them")->excludes(print);
}

}  // namespace steward::app

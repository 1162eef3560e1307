// The command line: reads what is wanted and hands it on. Exit codes: 0 done, 1 it went wrong, 2 the call makes no sense,
// 74 the storage failed while serving.

#include "app/commands.hpp"
#include "app/config_file.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

namespace {

using namespace sojourn::app;

void add_data(CLI::App& command, std::string& data) {
  command.add_option("--data", data, "The folder that holds everything")->required();
}

/// The flags of serve and demo. A value comes from the flag, else from the environment, else from the configuration file.
void add_serve_options(CLI::App& command, ServeOptions& options) {
  command.add_option("--data", options.instance.data, "The folder that holds everything")->envname("SOJOURN_DATA");
  command.add_option("--listen", options.instance.listen, "Address and port, such as 127.0.0.1:8080 (may be repeated)")
      ->take_all()
      ->envname("SOJOURN_LISTEN");
  command.add_option("--threads", options.instance.threads, "Network threads")
      ->check(CLI::Range(1, 64))
      ->envname("SOJOURN_THREADS");
  command.add_option("--trusted-proxy", options.instance.trusted_proxies, "Whose X-Forwarded-For is believed (may be repeated)")
      ->take_all();
  command.add_option("--config", options.config, "A TOML file with these options")
      ->check(CLI::ExistingFile)
      ->envname("SOJOURN_CONFIG");
  command
      .add_option("--place-database", options.instance.place_databases,
                  "An .mmdb file that tells the city of an address; places.mmdb of the data folder unless said (may be repeated)")
      ->take_all()
      ->envname("SOJOURN_PLACE_DATABASE");
  command.add_option("--smtp-url", options.instance.mail.url, "Where e-mail goes, such as smtp://127.0.0.1:25")
      ->envname("SOJOURN_SMTP_URL");
  command.add_option("--mail-from", options.instance.mail.from, "The sender's address")->envname("SOJOURN_MAIL_FROM");
  command.add_option("--smtp-user", options.instance.mail.user, "Where the mail server asks for it")->envname("SOJOURN_SMTP_USER");
  command.add_flag("--test-clock", options.instance.has_test_clock,
                   "For tests: a clock that POST /test/clock moves; loopback only");
  command.add_flag("--limit-loopback", options.instance.rate_limits.limit_loopback,
                   "Apply the rate limits to loopback addresses too");
}

/// A password is no flag: everybody on the machine would see it.
void read_secrets_from_environment(ServeOptions& options) {
  if (const char* password = std::getenv("SOJOURN_SMTP_PASSWORD"); password != nullptr) options.instance.mail.password = password;
}

/// Fills in from the configuration file what neither a flag nor the environment has said. False where the file is wrong.
bool apply_config_file(const CLI::App& command, ServeOptions& options) {
  read_secrets_from_environment(options);
  if (options.config.empty()) return true;
  const auto file = read_config_file(options.config);
  if (!file) {
    std::fprintf(stderr, "sojourn: %s\n", file.error().message.c_str());
    return false;
  }
  const auto is_free = [&](const std::string& name) { return command.get_option(name)->count() == 0; };
  if (file->data && is_free("--data")) options.instance.data = *file->data;
  if (!file->listen.empty() && is_free("--listen")) options.instance.listen = file->listen;
  if (file->threads && is_free("--threads")) options.instance.threads = *file->threads;
  if (!file->trusted_proxies.empty() && is_free("--trusted-proxy")) options.instance.trusted_proxies = file->trusted_proxies;
  if (!file->place_databases.empty() && is_free("--place-database")) options.instance.place_databases = file->place_databases;
  if (file->smtp_url && is_free("--smtp-url")) options.instance.mail.url = *file->smtp_url;
  if (file->mail_from && is_free("--mail-from")) options.instance.mail.from = *file->mail_from;
  if (file->smtp_user && is_free("--smtp-user")) options.instance.mail.user = *file->smtp_user;
  if (file->limit_loopback && is_free("--limit-loopback")) options.instance.rate_limits.limit_loopback = *file->limit_loopback;
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  // Standard output is for answers and the ready line; the log goes to standard error.
  spdlog::set_default_logger(spdlog::stderr_color_mt("sojourn"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);

  CLI::App cli("Sojourn: one server for every kind of user session", "sojourn");
  cli.require_subcommand(1);
  cli.set_version_flag("--version", "sojourn 0.1.0");
  int exit_code = 0;

  ServeOptions serve_options;
  auto* serve = cli.add_subcommand("serve", "Serve until told to stop");
  add_serve_options(*serve, serve_options);
  serve->add_option("--store", serve_options.store, "Where the record lies; the data folder unless said");
  serve->add_option("--feed", serve_options.feed, "How nodes tell each other; within the process unless said");
  serve_options.instance.data.clear();
  serve->callback([&] {
    exit_code = exit_failed;
    if (!apply_config_file(*serve, serve_options)) return;
    if (serve_options.instance.data.empty()) throw CLI::RequiredError("--data");
    exit_code = run_serve(serve_options);
  });

  ServeOptions demo_options;
  auto* demo = cli.add_subcommand("demo", "Serve with a sample real-estate site and simulated visitors");
  demo_options.instance.data = "data/demo";
  add_serve_options(*demo, demo_options);
  demo->add_flag("--visitors", demo_options.has_visitors, "Switch the simulated visitors on at once");
  demo->callback([&] { exit_code = apply_config_file(*demo, demo_options) ? run_demo(demo_options) : exit_failed; });

  CommandOptions options;
  const auto add_json = [&](CLI::App& command) { command.add_flag("--json", options.as_json, "Answer as JSON, for machines"); };

  auto* site = cli.add_subcommand("site", "The sites (tenants)");
  site->require_subcommand(1);
  auto* site_add = site->add_subcommand("add", "Add a site; answers its id and public key");
  site_add->add_option("NAME", options.name, "What to call it")->required();
  site_add->add_option("--origin", options.origins, "Where its pages lie, such as https://example.com (may be repeated)");
  add_data(*site_add, options.data);
  add_json(*site_add);
  site_add->callback([&] { exit_code = run_site_add(options); });
  auto* site_set = site->add_subcommand("set", "Change a site; what is not named stays as it is");
  site_set->add_option("ID", options.site, "The site")->required();
  site_set->add_option("--name", options.new_name, "What to call it");
  site_set->add_option("--time-zone", options.time_zone, "Whose days and hours count, such as Europe/Berlin");
  site_set->add_option("--retention-days", options.retention_days, "So long visits and events are kept; daily statistics stay");
  site_set->add_option("--idle-timeout", options.idle_timeout, "Seconds without activity after which a visit has ended");
  site_set->add_option("--heartbeat-interval", options.heartbeat_interval, "Seconds between two signs of life of an open page");
  site_set->add_option("--origin", options.origins, "Where its pages lie (may be repeated; replaces those before)");
  add_data(*site_set, options.data);
  add_json(*site_set);
  site_set->callback([&] { exit_code = run_site_set(options); });
  auto* site_list = site->add_subcommand("list", "List the sites");
  add_data(*site_list, options.data);
  add_json(*site_list);
  site_list->callback([&] { exit_code = run_site_list(options); });

  auto* token = cli.add_subcommand("token", "The API tokens");
  token->require_subcommand(1);
  auto* token_create = token->add_subcommand("create", "Create a token; it is shown once");
  token_create->add_option("--role", options.role, "owner, admin, agent, analyst or auditor")->required();
  token_create->add_option("--name", options.name, "Whose it is, as colleagues see it");
  token_create->add_option("--site", options.site, "Only within this site");
  add_data(*token_create, options.data);
  add_json(*token_create);
  token_create->callback([&] { exit_code = run_token_create(options); });

  auto* user = cli.add_subcommand("user", "The staff");
  user->require_subcommand(1);
  auto* user_add = user->add_subcommand("add", "Add a member of staff");
  user_add->add_option("EMAIL", options.name, "With which they sign in")->required();
  user_add->add_option("--role", options.role, "owner, admin, agent, analyst or auditor")->required();
  user_add->add_flag("--password-stdin", options.has_password_on_stdin, "Read the password from standard input")->required();
  add_data(*user_add, options.data);
  add_json(*user_add);
  user_add->callback([&] { exit_code = run_user_add(options); });

  auto* import = cli.add_subcommand("import", "Import access logs or JSON lines as visits");
  import->add_option("FILE", options.files, "Combined or common log format, or JSON lines; plain or .gz")->required();
  import->add_flag("--follow", options.is_following,
                   "Go on with the lines that come, as live visits, until stopped; one plain file");
  import->add_option("--site", options.site, "Into this site")->required();
  add_data(*import, options.data);
  add_json(*import);
  import->callback([&] {
    for (const std::string& file : options.files) {
      if (const std::string wrong = CLI::ExistingFile(file); !options.is_following && !wrong.empty())
        throw CLI::ValidationError(wrong);
    }
    exit_code = options.is_following ? run_follow(options) : run_import(options);
  });

  auto* rollup = cli.add_subcommand("rollup", "Rebuild the daily statistics from the visits");
  rollup->add_option("--site", options.site, "Of this site")->required();
  rollup->add_option("--from", options.from, "First day, such as 2026-11-01; the first there is unless said");
  rollup->add_option("--to", options.to, "Last day, inclusive; today unless said");
  add_data(*rollup, options.data);
  add_json(*rollup);
  rollup->callback([&] { exit_code = run_rollup(options); });

  auto* retention = cli.add_subcommand("retention", "Remove now the visits that a site keeps no longer; daily statistics stay");
  retention->add_option("--site", options.site, "Of this site")->required();
  retention->add_flag("--dry-run", options.is_dry_run, "Only say what would be removed");
  add_data(*retention, options.data);
  add_json(*retention);
  retention->callback([&] { exit_code = run_retention(options); });

  auto* export_command = cli.add_subcommand("export", "Write a site's rows to a file");
  export_command->add_option("--kind", options.kind, "visits, events, leads or daily")
      ->required()
      ->check(CLI::IsMember({"visits", "events", "leads", "daily"}));
  options.format = "csv";
  export_command->add_option("--format", options.format, "csv or ndjson")->check(CLI::IsMember({"csv", "ndjson"}));
  export_command->add_option("--out", options.out, "The file")->required();
  export_command->add_option("--site", options.site, "Of this site")->required();
  export_command->add_option("--from", options.from, "First day; the first there is unless said");
  export_command->add_option("--to", options.to, "Last day, inclusive; the last there is unless said");
  add_data(*export_command, options.data);
  add_json(*export_command);
  export_command->callback([&] { exit_code = run_export(options); });

  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = cli.exit(error);
    return code == 0 ? 0 : 2;
  }
  return exit_code;
}

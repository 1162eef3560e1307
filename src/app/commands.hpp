#pragma once

// What each command of the command line does. All return the process's exit code and have said what went wrong.

#include "app/instance.hpp"

#include <string>
#include <vector>

namespace sojourn::app {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_storage_failed = 74;  ///< EX_IOERR of sysexits.h.

struct ServeOptions {
  Options instance;
  std::string config;
  std::string store;
  std::string feed;
  bool has_visitors = false;
};

/// Prints the ready line once it answers; returns after SIGTERM or SIGINT, or when the storage has failed.
int run_serve(ServeOptions options);
/// The same with the sample site.
int run_demo(ServeOptions options);

struct CommandOptions {
  std::string data;
  bool as_json = false;
  std::string name;
  std::vector<std::string> origins;
  std::string role;
  std::string site;
  bool has_password_on_stdin = false;
  std::vector<std::string> files;

  // Of sites and their history; what is not named stays as it is.
  std::optional<std::string> new_name;
  std::optional<std::string> time_zone;
  std::optional<std::int64_t> retention_days;
  std::optional<std::int64_t> idle_timeout;
  std::optional<std::int64_t> heartbeat_interval;
  std::string from, to;  ///< Days; "" for the first and the last.
  bool is_dry_run = false;
  std::string kind;
  std::string format;
  std::string out;
  bool is_following = false;
};

// These speak to the server that runs on the data folder, or to one they start for the purpose.
int run_site_add(const CommandOptions& options);
int run_site_list(const CommandOptions& options);
int run_token_create(const CommandOptions& options);
int run_user_add(const CommandOptions& options);
int run_import(const CommandOptions& options);
int run_follow(const CommandOptions& options);
int run_site_set(const CommandOptions& options);
int run_rollup(const CommandOptions& options);
int run_retention(const CommandOptions& options);
int run_export(const CommandOptions& options);

}  // namespace sojourn::app

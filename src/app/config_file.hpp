#pragma once

// The configuration file: TOML, with the names of serve's options. What a flag or the environment says wins over it.

#include "base/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sojourn::app {

struct ConfigFile {
  std::optional<std::string> data;
  std::vector<std::string> listen;  ///< One text or a list.
  std::optional<unsigned> threads;
  std::vector<std::string> trusted_proxies;  ///< Likewise.
  std::vector<std::string> place_databases;  ///< Likewise, as `place_database`.
  std::optional<bool> limit_loopback;
  std::optional<std::string> smtp_url;
  std::optional<std::string> mail_from;
  std::optional<std::string> smtp_user;
};

/// invalid_input with the line for what is not TOML, has the wrong type, or is no option: a misspelt name must not be passed over.
Result<ConfigFile> read_config_file(const std::string& path);

}  // namespace sojourn::app

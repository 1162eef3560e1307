#include "app/config_file.hpp"

#include <toml++/toml.h>

namespace sojourn::app {
namespace {

std::unexpected<Error> wrong(const std::string& path, const toml::node& node, std::string_view why) {
  return invalid("config", fmt::format("{}:{}: {}", path, node.source().begin.line, why));
}

std::optional<std::vector<std::string>> texts_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return std::vector{*text};
  const toml::array* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const toml::node& item : *list) {
    const auto text = item.value_exact<std::string>();
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

}  // namespace

Result<ConfigFile> read_config_file(const std::string& path) {
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    return invalid("config", fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
  ConfigFile config;
  for (const auto& [key, node] : table) {
    const std::string_view name = key.str();
    if (name == "data") {
      config.data = node.value_exact<std::string>();
      if (!config.data) return wrong(path, node, "data should be a text");
    } else if (name == "listen" || name == "trusted_proxies") {
      auto texts = texts_of(node);
      if (!texts) return wrong(path, node, fmt::format("{} should be a text or a list of texts", name));
      (name == "listen" ? config.listen : config.trusted_proxies) = std::move(*texts);
    } else if (name == "threads") {
      const auto threads = node.value_exact<std::int64_t>();
      if (!threads || *threads < 1 || *threads > 64) return wrong(path, node, "threads should be from 1 to 64");
      config.threads = static_cast<unsigned>(*threads);
    } else if (name == "place_database") {
      auto texts = texts_of(node);
      if (!texts) return wrong(path, node, "place_database should be a text or a list of texts");
      config.place_databases = std::move(*texts);
    } else if (name == "smtp_url" || name == "mail_from" || name == "smtp_user") {
      const auto text = node.value_exact<std::string>();
      if (!text) return wrong(path, node, fmt::format("{} should be a text", name));
      (name == "smtp_url" ? config.smtp_url : name == "mail_from" ? config.mail_from : config.smtp_user) = *text;
    } else if (name == "limit_loopback") {
      config.limit_loopback = node.value_exact<bool>();
      if (!config.limit_loopback) return wrong(path, node, "limit_loopback should be true or false");
    } else {
      return wrong(
          path, node,
          fmt::format(
              "{} is no option: data, listen, threads, trusted_proxies, limit_loopback, place_database, smtp_url, mail_from and "
              "smtp_user are",
              name));
    }
  }
  return config;
}

}  // namespace sojourn::app

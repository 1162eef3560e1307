#include "visits/automation.hpp"

#include "visits/user_agent.hpp"

#include <algorithm>
#include <initializer_list>

#include <fmt/format.h>

namespace sojourn::visits {
namespace {

struct Agent {
  std::string_view name;  ///< As parse_user_agent() calls it.
  std::string_view owner;
};

// A name added here wants a rule in user_agent_rules.hpp.
constexpr Agent ai_agents[] = {{"GPTBot", "OpenAI"},
                               {"OAI-SearchBot", "OpenAI"},
                               {"ChatGPT-User", "OpenAI"},
                               {"ClaudeBot", "Anthropic"},
                               {"Claude-User", "Anthropic"},
                               {"Claude-SearchBot", "Anthropic"},
                               {"Claude-Web", "Anthropic"},
                               {"anthropic-ai", "Anthropic"},
                               {"PerplexityBot", "Perplexity"},
                               {"Perplexity-User", "Perplexity"},
                               {"Google-Extended", "Google"},
                               {"GoogleOther", "Google"},
                               {"CCBot", "Common Crawl"},
                               {"Bytespider", "ByteDance"},
                               {"Amazonbot", "Amazon"},
                               {"Meta-ExternalAgent", "Meta"},
                               {"Meta-ExternalFetcher", "Meta"},
                               {"Applebot-Extended", "Apple"},
                               {"DuckAssistBot", "DuckDuckGo"},
                               {"MistralAI-User", "Mistral AI"},
                               {"cohere-ai", "Cohere"},
                               {"YouBot", "You.com"}};

bool has_any(std::string_view text, std::initializer_list<std::string_view> signs) {
  return std::ranges::any_of(signs, [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

}  // namespace

std::string automation_of(std::string_view user_agent) {
  const UserAgent parsed = parse_user_agent(user_agent);
  if (parsed.type != DeviceType::bot) return "";
  const auto agent = std::ranges::find(ai_agents, parsed.browser, &Agent::name);
  if (agent != std::end(ai_agents)) return fmt::format("{}, an AI agent of {}", agent->name, agent->owner);
  // Robots say so, with a word or an address for complaints. A library without either is somebody's back end.
  const bool is_crawler = has_any(user_agent, {"bot", "Bot", "crawl", "Crawl", "spider", "Spider"});
  if (!is_crawler && !has_any(user_agent, {"http://", "https://"})) return "";
  const std::string_view kind = is_crawler ? "a crawler" : "a program";
  return parsed.browser == "Other bot" ? fmt::format("{} of no known name", kind) : fmt::format("{}, {}", parsed.browser, kind);
}

}  // namespace sojourn::visits

#pragma once

// Why a visitor that introduces itself so is a program and not a person, in words for the lane of bots: AI agents by their owner,
// crawlers by their name.

#include <string>
#include <string_view>

namespace sojourn::visits {

/// `GPTBot, an AI agent of OpenAI`, `Googlebot, a crawler`, `Feedly, a program`; "" for people, and for HTTP libraries and driven
/// browsers: those may speak for a person, which is a fine way to use the API.
std::string automation_of(std::string_view user_agent);

}  // namespace sojourn::visits

#pragma once

// Every maximum that outside input can meet, by name. What happens at each is said where it is enforced.

#include <chrono>
#include <cstddef>

namespace sojourn::limits {

inline constexpr std::size_t header_block_bytes_max = 8 * 1024;
inline constexpr std::size_t header_count_max = 64;
inline constexpr std::size_t header_line_bytes_max = 4 * 1024;

inline constexpr std::size_t batch_body_bytes_max = 1024 * 1024;
inline constexpr std::size_t small_body_bytes_max = 64 * 1024;
inline constexpr std::size_t batch_events_max = 500;
inline constexpr std::size_t beacon_sessions_max = 20;

inline constexpr std::size_t json_depth_max = 16;
inline constexpr std::size_t event_data_bytes_max = 8 * 1024;
inline constexpr std::size_t event_data_keys_max = 64;
inline constexpr std::size_t event_id_chars_max = 64;
inline constexpr std::size_t event_type_chars_max = 50;

inline constexpr std::size_t page_chars_max = 2048;
inline constexpr std::size_t title_chars_max = 500;
inline constexpr std::size_t visitor_id_chars_max = 100;
inline constexpr std::size_t user_id_chars_max = 200;
inline constexpr std::size_t property_id_chars_max = 100;
inline constexpr std::size_t workflow_id_chars_max = 100;
inline constexpr std::size_t session_key_chars_max = 100;
inline constexpr std::size_t short_text_chars_max = 200;
inline constexpr std::size_t note_chars_max = 2000;
inline constexpr std::size_t tab_id_chars_max = 64;

/// An event this much older than its receipt is refused, which makes "never twice" hold for ever.
inline constexpr std::chrono::hours event_age_max{7 * 24};

inline constexpr std::size_t list_limit_max = 1000;

}  // namespace sojourn::limits

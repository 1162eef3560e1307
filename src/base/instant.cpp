#include "base/instant.hpp"

namespace sojourn {
namespace {

using std::chrono::sys_days;

void write_digits(char* out, int digits, std::int64_t value) {
  for (int i = digits - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

/// Reads fixed-width numbers and single characters from the front of a text; fails once and for all.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int number(std::size_t digits) {
    if (text_.size() < digits) return fail();
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_digit(text_[i])) return fail();
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    return value;
  }

  bool take(char wanted) {
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool take_any(std::string_view wanted) {
    if (text_.empty() || wanted.find(text_.front()) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }

  /// Fractional digits as milliseconds; further digits are read and dropped.
  int milliseconds() {
    if (text_.empty() || !is_digit(text_.front())) return fail();
    int value = 0;
    int digits = 0;
    while (!text_.empty() && is_digit(text_.front())) {
      if (digits++ < 3) value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    for (; digits < 3; ++digits) value *= 10;
    return value;
  }

  void require(bool fact) { good_ = good_ && fact; }
  bool good() const { return good_; }
  bool at_end() const { return text_.empty(); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  int fail() {
    good_ = false;
    return 0;
  }

  std::string_view text_;
  bool good_ = true;
};

std::optional<sys_days> read_day(Scanner& scan) {
  const int year = scan.number(4);
  scan.require(scan.take('-'));
  const int month = scan.number(2);
  scan.require(scan.take('-'));
  const int day = scan.number(2);
  const auto date =
      std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) / std::chrono::day(static_cast<unsigned>(day));
  if (!scan.good() || !date.ok()) return std::nullopt;
  return sys_days(date);
}

Milliseconds read_offset(Scanner& scan) {
  if (scan.take_any("Zz")) return Milliseconds(0);
  const bool east = scan.take('+');
  scan.require(east || scan.take('-'));
  const int hours = scan.number(2);
  scan.require(scan.take(':'));
  const int minutes = scan.number(2);
  scan.require(hours < 24 && minutes < 60);
  const auto size = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  return east ? Milliseconds(size) : -Milliseconds(size);
}

constexpr std::int64_t year_0000_ms = -62167219200000;
constexpr std::int64_t year_9999_ms = 253402300799999;

}  // namespace

void write_rfc3339(Instant instant, char* out) {
  const Milliseconds since(std::clamp(instant.ms(), year_0000_ms, year_9999_ms));
  const auto days = std::chrono::floor<std::chrono::days>(since);
  const std::chrono::year_month_day date{sys_days(days)};
  const std::int64_t rest = (since - days).count();
  write_digits(out, 4, static_cast<int>(date.year()));
  out[4] = '-';
  write_digits(out + 5, 2, static_cast<unsigned>(date.month()));
  out[7] = '-';
  write_digits(out + 8, 2, static_cast<unsigned>(date.day()));
  out[10] = 'T';
  write_digits(out + 11, 2, rest / 3'600'000);
  out[13] = ':';
  write_digits(out + 14, 2, rest / 60'000 % 60);
  out[16] = ':';
  write_digits(out + 17, 2, rest / 1000 % 60);
  out[19] = '.';
  write_digits(out + 20, 3, rest % 1000);
  out[23] = 'Z';
}

std::string to_rfc3339(Instant instant) {
  std::string text(24, '\0');
  write_rfc3339(instant, text.data());
  return text;
}

Result<Instant> parse_rfc3339(std::string_view text) {
  Scanner scan(text);
  const auto day = read_day(scan);
  scan.require(day.has_value());
  scan.require(scan.take_any("Tt "));
  const int hour = scan.number(2);
  scan.require(scan.take(':'));
  const int minute = scan.number(2);
  scan.require(scan.take(':'));
  const int second = scan.number(2);
  const int ms = scan.take('.') ? scan.milliseconds() : 0;
  const Milliseconds offset = read_offset(scan);
  scan.require(scan.at_end() && hour < 24 && minute < 60 && second <= 60);
  if (!scan.good()) return invalid("", "should be a time such as 2026-11-21T09:30:00.000Z");
  const auto clock = std::chrono::hours(hour) + std::chrono::minutes(minute) + Seconds(std::min(second, 59)) + Milliseconds(ms);
  return Instant::from_ms((day->time_since_epoch() + clock - offset).count());
}

std::string date_of(Instant instant) {
  return to_rfc3339(instant).substr(0, 10);
}

Result<Instant> parse_date(std::string_view text) {
  Scanner scan(text);
  const auto day = read_day(scan);
  if (!day || !scan.at_end()) return invalid("", "should be a day such as 2026-11-21");
  return Instant::from_ms(Milliseconds(day->time_since_epoch()).count());
}

}  // namespace sojourn

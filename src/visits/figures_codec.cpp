// The stored form of Figures: a version byte, then numbers as LEB128 (signed ones zigzagged) and texts behind their length.
//
//   0x02 last_activity last_scored { type+1 count scored }* 0 custom_n { name count scored }* other
//        property_n { id views saves }* first_page current_page title property last_action
//   register = 0 | 1 at sequence id_hash text
//
// Version 1 had no last_scored and no properties, in place of `scored` a signed weight of about 2^20 for each scored event, and
// none for custom types.

#include "visits/figures.hpp"

namespace sojourn::visits {
namespace {

constexpr char format_version = 2;
constexpr int version_1_weight_bits = 20;

class Writer {
 public:
  void byte(char value) { out_ += value; }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void signed_number(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }
  void maybe(const Register& value) {
    number(value.moment ? 1 : 0);
    if (!value.moment) return;
    signed_number(value.moment->at.ms());
    number(value.moment->sequence);
    number(value.moment->id_hash);
    text(value.text);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// Gives zeros once anything was wrong; ask good() at the end.
class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) return fail();
      const auto byte = static_cast<std::uint8_t>(in_.front());
      in_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return fail();
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  std::uint32_t small_number() {
    const std::uint64_t value = number();
    return value <= UINT32_MAX ? static_cast<std::uint32_t>(value) : static_cast<std::uint32_t>(fail());
  }
  std::string text() {
    const std::uint64_t size = number();
    if (size > in_.size()) {
      fail();
      return {};
    }
    std::string value(in_.substr(0, size));
    in_.remove_prefix(size);
    return value;
  }
  Register maybe() {
    Register value;
    if (number() == 0) return value;
    Moment moment;
    moment.at = Instant::from_ms(signed_number());
    moment.sequence = small_number();
    moment.id_hash = number();
    value.moment = moment;
    value.text = text();
    return value;
  }
  bool good() const { return good_ && in_.empty(); }
  std::uint64_t fail() {
    good_ = false;
    in_ = {};
    return 0;
  }

 private:
  std::string_view in_;
  bool good_ = true;
};

}  // namespace

std::string encode(const Figures& figures) {
  Writer out;
  out.byte(format_version);
  out.signed_number(figures.last_activity.ms());
  out.signed_number(figures.last_scored.ms());
  for (std::size_t type = 0; type < event_type_count; ++type) {
    if (figures.counts[type] == 0) continue;
    out.number(type + 1);
    out.number(figures.counts[type]);
    out.number(figures.scored_counts[type]);
  }
  out.number(0);
  out.number(figures.custom_counts.size());
  for (const CustomCount& custom : figures.custom_counts) {
    out.text(custom.name);
    out.number(custom.count);
    out.number(custom.scored);
  }
  out.number(figures.other_custom_count);
  out.number(figures.properties.size());
  for (const PropertyInterest& property : figures.properties) {
    out.text(property.id);
    out.number(property.views);
    out.number(property.saves);
  }
  out.maybe(figures.first_page);
  out.maybe(figures.current_page.path);
  out.text(figures.current_page.title);
  out.maybe(figures.current_property);
  out.maybe(figures.last_action);
  return out.take();
}

std::optional<Figures> decode(std::string_view bytes) {
  if (bytes.empty() || bytes.front() < 1 || bytes.front() > format_version) return std::nullopt;
  const bool is_version_1 = bytes.front() == 1;
  Reader in(bytes.substr(1));
  Figures figures;
  figures.last_activity = Instant::from_ms(in.signed_number());
  figures.last_scored = is_version_1 ? figures.last_activity : Instant::from_ms(in.signed_number());
  for (std::uint64_t type = in.number(); type != 0; type = in.number()) {
    if (type > event_type_count) return std::nullopt;
    figures.counts[type - 1] = in.small_number();
    const auto scored = is_version_1 ? static_cast<std::uint32_t>(in.signed_number() >> version_1_weight_bits) : in.small_number();
    figures.scored_counts[type - 1] = std::min(scored, figures.counts[type - 1]);
  }
  const std::uint64_t customs = in.number();
  if (customs > custom_types_max) return std::nullopt;
  for (std::uint64_t i = 0; i < customs; ++i) {
    CustomCount custom;
    custom.name = in.text();
    custom.count = in.small_number();
    if (!is_version_1) custom.scored = in.small_number();
    figures.custom_counts.push_back(std::move(custom));
  }
  figures.other_custom_count = in.small_number();
  const std::uint64_t properties = is_version_1 ? 0 : in.number();
  if (properties > properties_max) return std::nullopt;
  for (std::uint64_t i = 0; i < properties; ++i) {
    PropertyInterest property;
    property.id = in.text();
    property.views = in.small_number();
    property.saves = in.small_number();
    figures.properties.push_back(std::move(property));
  }
  figures.first_page = in.maybe();
  figures.current_page.path = in.maybe();
  figures.current_page.title = in.text();
  figures.current_property = in.maybe();
  figures.last_action = in.maybe();
  if (!in.good()) return std::nullopt;
  return figures;
}

}  // namespace sojourn::visits

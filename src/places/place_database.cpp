#include "places/place_database.hpp"

#include "base/limits.hpp"
#include "places/country_names.hpp"

#include <maxminddb.h>
#include <netinet/in.h>
#include <cmath>
#include <filesystem>

namespace sojourn::places {
namespace {

constexpr std::array<std::uint8_t, 12> v4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_v4(const AddressBytes& address) {
  return std::equal(v4_prefix.begin(), v4_prefix.end(), address.begin());
}

bool is_public_v4(std::uint8_t a, std::uint8_t b) {
  if (a == 0 || a == 10 || a == 127 || a >= 224) return false;
  if (a == 100 && b >= 64 && b < 128) return false;
  if (a == 169 && b == 254) return false;
  if (a == 172 && b >= 16 && b < 32) return false;
  return !(a == 192 && b == 168);
}

/// An address as the library takes it.
struct SocketAddress {
  explicit SocketAddress(const AddressBytes& address) {
    if (is_v4(address)) {
      four.sin_family = AF_INET;
      std::memcpy(&four.sin_addr, address.data() + v4_prefix.size(), sizeof four.sin_addr);
    } else {
      six.sin6_family = AF_INET6;
      std::memcpy(&six.sin6_addr, address.data(), sizeof six.sin6_addr);
    }
  }
  const sockaddr* get() const {
    return four.sin_family == AF_INET ? reinterpret_cast<const sockaddr*>(&four) : reinterpret_cast<const sockaddr*>(&six);
  }

  sockaddr_in four{};
  sockaddr_in6 six{};
};

template <typename... Keys>
std::optional<MMDB_entry_data_s> value_at(const MMDB_entry_s& entry, Keys... keys) {
  const std::array<const char*, sizeof...(keys) + 1> path = {keys..., nullptr};
  MMDB_entry_data_s value{};
  MMDB_entry_s from = entry;
  if (MMDB_aget_value(&from, &value, path.data()) != MMDB_SUCCESS || !value.has_data) return std::nullopt;
  return value;
}

/// "" for what is no text, or none that may be stored.
template <typename... Keys>
std::string text_at(const MMDB_entry_s& entry, Keys... keys) {
  const auto value = value_at(entry, keys...);
  if (!value || value->type != MMDB_DATA_TYPE_UTF8_STRING || value->data_size > limits::short_text_chars_max) return "";
  if (!simdjson::validate_utf8(value->utf8_string, value->data_size)) return "";
  return std::string(value->utf8_string, value->data_size);
}

template <typename... Keys>
std::optional<double> number_at(const MMDB_entry_s& entry, Keys... keys) {
  const auto value = value_at(entry, keys...);
  if (!value) return std::nullopt;
  if (value->type == MMDB_DATA_TYPE_DOUBLE) return value->double_value;
  if (value->type == MMDB_DATA_TYPE_FLOAT) return static_cast<double>(value->float_value);
  return std::nullopt;
}

/// The files' own precision, some ten metres; single floats have noise behind it.
double rounded(double degrees) {
  return std::round(degrees * 1e4) / 1e4;
}

std::optional<visits::Coordinates> coordinates_of(std::optional<double> latitude, std::optional<double> longitude) {
  const bool is_on_earth = latitude && longitude && std::abs(*latitude) <= 90 && std::abs(*longitude) <= 180;
  if (!is_on_earth) return std::nullopt;
  return visits::Coordinates{rounded(*latitude), rounded(*longitude)};
}

/// `Hanover (Mitte)` is Hanover: DB-IP writes a district behind a city, and a map of districts would be none of cities.
std::string without_district(std::string city) {
  const std::size_t at = city.find(" (");
  if (at != std::string::npos && at > 0 && city.ends_with(')')) city.resize(at);
  return city;
}

visits::Location location_of(const MMDB_entry_s& entry, std::string_view database_type) {
  visits::Location place;
  if (value_at(entry, "country_code")) {
    place.city = without_district(text_at(entry, "city"));
    place.state = text_at(entry, "state1");
    place.country = country_name_of(text_at(entry, "country_code"));
    place.coordinates = coordinates_of(number_at(entry, "latitude"), number_at(entry, "longitude"));
  } else {
    place.city = text_at(entry, "city", "names", "en");
    if (database_type.starts_with("DBIP")) place.city = without_district(std::move(place.city));
    place.state = text_at(entry, "subdivisions", "0", "names", "en");
    place.country = text_at(entry, "country", "names", "en");
    place.coordinates = coordinates_of(number_at(entry, "location", "latitude"), number_at(entry, "location", "longitude"));
  }
  return place;
}

}  // namespace

bool is_public(const AddressBytes& address) {
  if (is_v4(address)) return is_public_v4(address[12], address[13]);
  // 2000::/3 is all of the internet's IPv6 there is.
  return (address[0] & 0xe0U) == 0x20U;
}

std::string country_name_of(std::string_view code) {
  const auto found = std::ranges::lower_bound(country_names, code, {}, &CountryName::code);
  const bool is_known = found != std::end(country_names) && found->code == code;
  return std::string(is_known ? found->name : code);
}

class PlaceDatabase::File {
 public:
  static Result<std::unique_ptr<File>> open(const std::string& path);
  ~File() {
    if (is_open_) MMDB_close(&mmdb_);
  }

  std::optional<visits::Location> place_of(const AddressBytes& address) const;
  std::string description() const;

 private:
  int check(const AddressBytes& address) const;
  int check_sample() const;

  MMDB_s mmdb_{};
  bool is_open_ = false;
};

Result<std::unique_ptr<PlaceDatabase::File>> PlaceDatabase::File::open(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return fail(ErrorKind::not_found, fmt::format("the place database {} is not there, or is no file", path));
  auto file = std::make_unique<File>();
  int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &file->mmdb_);
  file->is_open_ = status == MMDB_SUCCESS;
  if (status == MMDB_SUCCESS) status = file->check_sample();
  if (status != MMDB_SUCCESS) {
    return fail(ErrorKind::invalid_input,
                fmt::format("the place database {} is damaged or no .mmdb file: {}", path, MMDB_strerror(status)));
  }
  return file;
}

/// Reads all that the file has on an address.
int PlaceDatabase::File::check(const AddressBytes& address) const {
  int status = MMDB_SUCCESS;
  auto found = MMDB_lookup_sockaddr(&mmdb_, SocketAddress(address).get(), &status);
  if (status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR) return MMDB_SUCCESS;
  if (status != MMDB_SUCCESS || !found.found_entry) return status;
  MMDB_entry_data_list_s* list = nullptr;
  status = MMDB_get_entry_data_list(&found.entry, &list);
  const bool is_map = list != nullptr && list->entry_data.type == MMDB_DATA_TYPE_MAP;
  MMDB_free_entry_data_list(list);
  return status == MMDB_SUCCESS && !is_map ? MMDB_INVALID_DATA_ERROR : status;
}

/// The library checks a file's ends when it opens it. What lies between shows only when it is read: an address of each IPv4 /8 and
/// of each IPv6 /12.
int PlaceDatabase::File::check_sample() const {
  for (unsigned first = 1; first < 224; ++first) {
    AddressBytes address{};
    std::ranges::copy(v4_prefix, address.begin());
    address[12] = static_cast<std::uint8_t>(first);
    address[15] = 1;
    if (const int status = check(address); status != MMDB_SUCCESS) return status;
  }
  for (unsigned first = 0x2000; first < 0x4000; first += 0x10) {
    AddressBytes address{};
    address[0] = static_cast<std::uint8_t>(first >> 8U);
    address[1] = static_cast<std::uint8_t>(first & 0xffU);
    if (const int status = check(address); status != MMDB_SUCCESS) return status;
  }
  return MMDB_SUCCESS;
}

std::optional<visits::Location> PlaceDatabase::File::place_of(const AddressBytes& address) const {
  int status = MMDB_SUCCESS;
  const auto found = MMDB_lookup_sockaddr(&mmdb_, SocketAddress(address).get(), &status);
  // A file for IPv4 alone knows no IPv6 address, which is no error; and a hole in the file costs a place, not a visit.
  if (status != MMDB_SUCCESS || !found.found_entry) return std::nullopt;
  return location_of(found.entry, mmdb_.metadata.database_type);
}

std::string PlaceDatabase::File::description() const {
  const auto& about = mmdb_.metadata;
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(about.build_epoch)));
  const std::chrono::year_month_day date(day);
  return fmt::format("{} of {:04}-{:02}-{:02}", about.database_type, static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

PlaceDatabase::PlaceDatabase() = default;
PlaceDatabase::~PlaceDatabase() = default;

Result<std::unique_ptr<PlaceDatabase>> PlaceDatabase::open(const std::vector<std::string>& paths) {
  std::unique_ptr<PlaceDatabase> database(new PlaceDatabase());
  for (const std::string& path : paths) {
    auto file = File::open(path);
    if (!file) return std::unexpected(file.error());
    database->files_.push_back(std::move(*file));
  }
  return database;
}

visits::Location PlaceDatabase::place_of(const AddressBytes& address) const {
  if (!is_public(address)) return {};
  for (const auto& file : files_) {
    if (auto place = file->place_of(address)) return std::move(*place);
  }
  return {};
}

std::string PlaceDatabase::description() const {
  std::string text;
  for (const auto& file : files_) text += (text.empty() ? "" : ", ") + file->description();
  return text;
}

}  // namespace sojourn::places

#include "notify/mailer.hpp"

#include "base/json_reader.hpp"
#include "base/limits.hpp"
#include "notify/message.hpp"

#include <curl/curl.h>
#include <spdlog/spdlog.h>

namespace sojourn::notify {
namespace {

constexpr std::size_t emails_per_look = 50;
constexpr std::chrono::milliseconds look_period{5'000};
constexpr Milliseconds journal_pause{1'000};

struct Upload {
  std::string_view rest;
};

std::size_t read_upload(char* into, std::size_t size, std::size_t count, void* user) {
  auto* upload = static_cast<Upload*>(user);
  const std::size_t taken = std::min(size * count, upload->rest.size());
  std::memcpy(into, upload->rest.data(), taken);
  upload->rest.remove_prefix(taken);
  return taken;
}

/// libcurl's own pattern of progress callbacks: not zero ends the transfer.
int stop_transfer(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::atomic<bool>*>(user)->load() ? 1 : 0;
}

/// What could end the address in a command or a header is in none that we send to.
bool is_address(std::string_view text) {
  const bool is_clean = std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && std::string_view("<>,;:\\\"()[]").find(c) == std::string_view::npos;
  });
  return is_clean && text.find('@') != std::string_view::npos;
}

std::string subject_of(const store::Delivery& delivery, const std::optional<catalogue::Property>& property) {
  if (delivery.kind == store::DeliveryKind::alert) return delivery.by;  // Its title.
  const bool has_address = property && !property->address.empty();
  return has_address ? property->address : "A property for you";
}

std::string text_of(const store::Delivery& delivery, const std::optional<catalogue::Property>& property) {
  if (delivery.kind == store::DeliveryKind::alert) return delivery.note;
  std::string text;
  if (!delivery.note.empty()) text += delivery.note + "\n\n";
  if (!property) return text;
  text += property->address;
  if (!property->city.empty())
    text += fmt::format("\n{}{}{}", property->city, property->state.empty() ? "" : ", ", property->state);
  if (property->price) text += fmt::format("\nPrice: {:.0f}", *property->price);
  if (property->bedrooms) text += fmt::format("\nBedrooms: {}", *property->bedrooms);
  if (auto details = JsonDocument::parse(property->details)) {
    const std::string url = details->root().text_or_empty("url", limits::page_chars_max);
    if (url.starts_with("https://") || url.starts_with("http://")) text += "\n\n" + url;
  }
  return text + "\n";
}

}  // namespace

std::optional<Milliseconds> pause_after(std::uint32_t failed_attempts) {
  using std::chrono::minutes;
  constexpr std::array pauses = {minutes(1), minutes(5), minutes(15), minutes(60), minutes(180), minutes(360), minutes(720)};
  if (failed_attempts == 0) return Milliseconds(0);
  if (failed_attempts > pauses.size()) return std::nullopt;
  return pauses[failed_attempts - 1];
}

Mailer::Mailer(MailSettings settings, journal::Journal& journal, catalogue::Catalogue& catalogue, const Clock& clock,
               SiteName site_name)
    : settings_(std::move(settings)), journal_(journal), catalogue_(catalogue), clock_(clock), site_name_(std::move(site_name)) {}

void Mailer::start(std::unique_ptr<store::Reader> reader) {
  reader_ = std::move(reader);
  thread_ = std::thread([this] { run(); });
}

void Mailer::stop() {
  is_stopping_ = true;
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Mailer::nudge() {
  {
    const std::scoped_lock lock(mutex_);
    is_nudged_ = true;
  }
  woken_.notify_all();
}

void Mailer::run() {
  while (!is_stopping_) {
    const std::chrono::milliseconds pause = send_due();
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, pause, [&] { return is_nudged_ || is_stopping_; });
    is_nudged_ = false;
  }
}

std::chrono::milliseconds Mailer::send_due() {
  const auto waiting = reader_->waiting_emails(emails_per_look);
  if (!waiting) {
    spdlog::warn("mailer: the waiting e-mails cannot be read: {}", waiting.error().message);
    return look_period;
  }
  for (const store::Delivery& delivery : *waiting) {
    if (is_stopping_) break;
    if (delivery.due > clock_.now()) return look_period;
    send(delivery);
  }
  return waiting->size() == emails_per_look ? std::chrono::milliseconds(0) : look_period;
}

void Mailer::send(const store::Delivery& delivery) {
  const auto problem = try_to_send(delivery);
  if (is_stopping_ && problem) return;  // Cut off by the stop: it waits for the next start.
  store::UpdateDelivery update{
      .id = delivery.id, .visit = std::nullopt, .state = store::DeliveryState::sent, .detail = "", .retry_at = {}};
  if (problem) {
    const auto pause = settings_.url.empty() ? std::nullopt : pause_after(delivery.attempts + 1);
    update.state = pause ? store::DeliveryState::waiting : store::DeliveryState::failed;
    update.detail = *problem;
    if (pause) update.retry_at = clock_.now() + *pause;
    spdlog::warn("mailer: delivery {} was not sent: {}", to_string(delivery.id), *problem);
  }
  while (!is_stopping_) {
    const auto updated = journal_.carry_out_blocking(update);
    if (updated || updated.error().kind != ErrorKind::unavailable) return;
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, journal_pause, [&] { return is_stopping_.load(); });
  }
}

std::optional<std::string> Mailer::try_to_send(const store::Delivery& delivery) {
  if (settings_.url.empty()) return "no mail server is set: give serve --smtp-url and --mail-from";
  if (!is_address(delivery.to)) return "this is no e-mail address";
  const auto property = catalogue_.find(delivery.site, delivery.property_id);
  Message message;
  message.from = settings_.from;
  message.from_name = site_name_(delivery.site);
  message.to = delivery.to;
  message.subject = subject_of(delivery, property);
  message.text = text_of(delivery, property);
  message.id = to_string(delivery.id);
  const std::string text = format(message, clock_.now());
  Upload upload{text};

  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  if (!curl) return "libcurl does not start";
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(
      curl_slist_append(nullptr, fmt::format("<{}>", delivery.to).c_str()), &curl_slist_free_all);
  std::array<char, CURL_ERROR_SIZE> problem{};
  const std::string sender = fmt::format("<{}>", settings_.from);
  CURL* const handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, settings_.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
  if (!settings_.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, settings_.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, settings_.password.c_str());
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));  // No password over an open line.
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_upload);
  curl_easy_setopt(handle, CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(settings_.timeout.count()));
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, problem.data());
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, stop_transfer);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &is_stopping_);
  const CURLcode done = curl_easy_perform(handle);
  if (done == CURLE_OK) return std::nullopt;
  long code = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
  if (code >= 400) return fmt::format("the mail server answered {}", code);
  return problem.front() != '\0' ? std::string(problem.data()) : std::string(curl_easy_strerror(done));
}

}  // namespace sojourn::notify

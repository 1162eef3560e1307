#pragma once

// Sends the e-mails that wait in the record, by SMTP through libcurl. At least once: what was sent is recorded after the mail
// server took it, with the same Message-ID on every try. A try that failed is repeated with growing pauses, for a day.

#include "base/clock.hpp"
#include "catalogue/catalogue.hpp"
#include "journal/journal.hpp"
#include "store/store.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace sojourn::notify {

struct MailSettings {
  std::string url;                         ///< `smtp://127.0.0.1:25` or `smtps://…`; "" where no mail can be sent.
  std::string from = "sojourn@localhost";  ///< The sender's address.
  std::string user;                        ///< "" where the server asks for none.
  std::string password;
  std::chrono::seconds timeout{20};
};

/// How long to wait before the next try; nothing once it is given up.
std::optional<Milliseconds> pause_after(std::uint32_t failed_attempts);

class Mailer {
 public:
  /// Of a site, for the sender's name.
  using SiteName = std::function<std::string(const SiteId&)>;

  /// All outlive it.
  Mailer(MailSettings settings, journal::Journal& journal, catalogue::Catalogue& catalogue, const Clock& clock, SiteName site_name);
  ~Mailer() { stop(); }

  /// Begins with what waits in the record; `reader` is its own.
  void start(std::unique_ptr<store::Reader> reader);
  /// Finishes the e-mail at hand. Idempotent.
  void stop();
  /// An e-mail waits. Any thread.
  void nudge();

 private:
  void run();
  /// Sends what is due; how long until the next is.
  std::chrono::milliseconds send_due();
  void send(const store::Delivery& delivery);
  /// Why it failed, or nothing.
  std::optional<std::string> try_to_send(const store::Delivery& delivery);

  const MailSettings settings_;
  journal::Journal& journal_;
  catalogue::Catalogue& catalogue_;
  const Clock& clock_;
  const SiteName site_name_;
  std::unique_ptr<store::Reader> reader_;
  std::thread thread_;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_nudged_ = false;
  std::atomic<bool> is_stopping_{false};
};

}  // namespace sojourn::notify

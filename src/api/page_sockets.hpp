#pragma once

// The sockets that visitors' pages keep open: by them a page says how its tab is, and gets what a colleague sends to it.

#include "base/uuid.hpp"
#include "net/loop.hpp"
#include "net/websocket.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace sojourn::api {

class Service;

inline constexpr std::uint16_t page_close_not_allowed = 4401;
inline constexpr std::uint16_t page_close_not_found = 4404;
inline constexpr std::uint16_t page_close_ended = 4410;

/// Which pages are connected, by visit. Any thread.
class PageSockets {
 public:
  /// A connected page; lives on its loop.
  class Page {
   public:
    /// On the page's loop.
    virtual void receive(const std::shared_ptr<const std::string>& message) = 0;

   protected:
    ~Page() = default;
  };

  void add(const VisitId& visit, Page& page, net::Loop& loop);
  void remove(const VisitId& visit, Page& page);
  /// Hands the message to every page of the visit; true where there is one.
  bool deliver(const VisitId& visit, std::string message);
  std::size_t size() const;

 private:
  struct Connected {
    Page* page;
    net::Loop* loop;
    std::shared_ptr<bool> is_open;  ///< Of the page's loop: whether it is still there when the message comes.
  };

  mutable std::mutex mutex_;
  std::unordered_map<VisitId, std::vector<Connected>> by_visit_;
};

/// The handler of one page's socket, `/ws/page`. `origin` is the handshake's, "" where absent.
std::unique_ptr<net::SocketHandler> make_page_socket(Service& service, std::string origin);

}  // namespace sojourn::api

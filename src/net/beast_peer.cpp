#include "net/beast_peer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace sojourn::net::testing {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

}  // namespace

std::optional<BeastHead> beast_head(std::string_view head) {
  beast::http::request_parser<beast::http::empty_body> parser;
  parser.body_limit(boost::none);
  parser.header_limit(64 * 1024);
  if (head.starts_with("\r\n")) head.remove_prefix(2);  // RFC 9112 section 2.2 asks servers to allow it; Beast does not know it.
  beast::error_code error;
  parser.put(asio::buffer(head), error);
  if (error || !parser.is_header_done()) return std::nullopt;
  BeastHead result{.content_length = std::nullopt, .keeps_alive = parser.get().keep_alive()};
  if (const auto length = parser.content_length()) result.content_length = *length;
  return result;
}

std::vector<std::string> beast_conversation(std::uint16_t port, const std::vector<std::string>& texts) {
  asio::io_context context;
  beast::websocket::stream<asio::ip::tcp::socket> stream(context);
  stream.next_layer().connect({asio::ip::address_v4::loopback(), port});
  stream.handshake("localhost", "/live");
  std::vector<std::string> answers;
  for (const std::string& text : texts) {
    stream.write(asio::buffer(text));
    beast::flat_buffer answer;
    stream.read(answer);
    answers.push_back(beast::buffers_to_string(answer.data()));
  }
  stream.close(beast::websocket::close_code::normal);
  return answers;
}

}  // namespace sojourn::net::testing

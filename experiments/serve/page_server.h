// Shows one page in a browser while a run goes on.
//
// A thread of its own answers GET and HEAD of "/", and nothing else: no file is ever read by the
// name that a client sends.  A client that is slow, or sends what is no request, is let go.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace saccade {

/// Where a server listens.
struct ServerAddress {
  std::string host = "127.0.0.1";  ///< An IP address.
  std::uint16_t port = 0;          ///< 0: any that is free.
};

/// "8080" (on loopback), "0.0.0.0:8080", "[::1]:8080".  Throws Error that begins with `name` for
/// anything else.
ServerAddress parse_address(const std::string& text, const std::string& name);

class PageServer {
 public:
  /// Takes the address.  Throws Error when it cannot.
  explicit PageServer(const ServerAddress& address);
  ~PageServer();
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  /// Answers from now on; called once.  `page` makes the page, HTML; it is called on the server's
  /// thread, at most once in `kPause` seconds and for a fiftieth of the time, and only when
  /// somebody asks for the page.  What it throws becomes an answer with status 500.
  void show(std::function<std::string()> page);

  /// "http://127.0.0.1:8080/"
  std::string url() const;

  /// Seconds for which a page is shown again rather than made again, at least.
  static constexpr int kPause = 2;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace saccade

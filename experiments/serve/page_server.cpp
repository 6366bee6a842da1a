#include "experiments/serve/page_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <chrono>
#include <optional>
#include <string_view>
#include <thread>

#include "envs/core/error.h"

namespace saccade {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Response = http::response<http::string_body>;

constexpr std::chrono::seconds kPatience{5};  // With a client, for a request or an answer.
constexpr std::size_t kMostHeader = 8192;     // Bytes.
constexpr int kRefresh = 5;                   // Seconds after which a browser asks again.
constexpr int kMostClients = 32;              // At once.

/// What is answered: a page, or why there is none.
struct MadePage {
  bool is_page = false;
  std::string text{};
};

/// The page as it was made last.  Making it may take at most a fiftieth of the time: a long run has
/// a long log.
class CachedPage {
 public:
  explicit CachedPage(std::function<std::string()> make) : make_(std::move(make)) {}

  const MadePage& get() {
    const Clock::time_point begin = Clock::now();
    if (begin < next_) return made_;
    try {
      made_ = {true, make_()};
    } catch (const std::exception& error) {
      made_ = {false, error.what()};
    }
    const Clock::time_point end = Clock::now();
    constexpr int kShare = 50;
    next_ = end + std::max<Clock::duration>(std::chrono::seconds(PageServer::kPause),
                                            kShare * (end - begin));
    return made_;
  }

 private:
  std::function<std::string()> make_;
  MadePage made_;
  Clock::time_point next_{};
};

/// "localhost" of "localhost:8080", "::1" of "[::1]:8080".
std::string_view name_of_host(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

/// A page of a stranger may let the browser ask for another name that leads here (DNS rebinding):
/// on loopback only names of loopback are answered.
bool is_loopback_name(std::string_view host) {
  const std::string_view name = name_of_host(host);
  beast::error_code error;
  const auto ip = asio::ip::make_address(std::string(name), error);
  return name == "localhost" || (!error && ip.is_loopback());
}

Response plain(const http::request<http::empty_body>& request, http::status status,
               const std::string& text) {
  Response response(status, request.version());
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  response.body() = text + "\n";
  return response;
}

Response answer(const http::request<http::empty_body>& request, bool on_loopback,
                CachedPage& page) {
  const auto host = request[http::field::host];
  if (on_loopback && !is_loopback_name({host.data(), host.size()})) {
    return plain(request, http::status::forbidden, "this page is for localhost");
  }
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    Response response = plain(request, http::status::method_not_allowed, "only GET and HEAD");
    response.set(http::field::allow, "GET, HEAD");
    return response;
  }
  if (request.target() != "/") return plain(request, http::status::not_found, "there is only /");
  const MadePage& made = page.get();
  if (!made.is_page) return plain(request, http::status::internal_server_error, made.text);
  Response response(http::status::ok, request.version());
  response.set(http::field::content_type, "text/html; charset=utf-8");
  response.set("Refresh", std::to_string(kRefresh));
  response.body() = made.text;
  return response;
}

/// One client: a request, an answer, the end.
class Client : public std::enable_shared_from_this<Client> {
 public:
  Client(Tcp::socket socket, bool on_loopback, CachedPage& page, int& clients)
      : stream_(std::move(socket)), on_loopback_(on_loopback), page_(page), clients_(clients) {
    ++clients_;
    parser_.header_limit(kMostHeader);
    parser_.body_limit(0);
  }
  ~Client() { --clients_; }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void serve() {
    stream_.expires_after(kPatience);
    http::async_read_header(
        stream_, buffer_, parser_,
        [self = shared_from_this()](beast::error_code error, std::size_t /*bytes*/) {
          if (!error) self->reply();
        });
  }

 private:
  void reply() {
    const auto& request = parser_.get();
    response_ = answer(request, on_loopback_, page_);
    response_.set(http::field::cache_control, "no-store");
    response_.set("X-Content-Type-Options", "nosniff");
    response_.keep_alive(false);
    response_.prepare_payload();
    if (request.method() == http::verb::head) response_.body().clear();
    stream_.expires_after(kPatience);
    http::async_write(stream_, response_,
                      [self = shared_from_this()](beast::error_code, std::size_t /*bytes*/) {
                        beast::error_code ignored;
                        self->stream_.socket().shutdown(Tcp::socket::shutdown_send, ignored);
                      });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  http::request_parser<http::empty_body> parser_;
  Response response_;
  bool on_loopback_;
  CachedPage& page_;
  int& clients_;
};

[[noreturn]] void refuse_address(const ServerAddress& address, const std::string& reason) {
  throw Error(
      fmt::format("cannot listen to port {} of {}: {}", address.port, address.host, reason));
}

}  // namespace

class PageServer::Server {
 public:
  explicit Server(const ServerAddress& address) : acceptor_(context_) {
    beast::error_code error;
    const auto ip = asio::ip::make_address(address.host, error);
    if (error) refuse_address(address, error.message());
    const Tcp::endpoint endpoint(ip, address.port);
    on_loopback_ = ip.is_loopback();
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) refuse_address(address, error.message());
  }

  void show(std::function<std::string()> page) {
    page_.emplace(std::move(page));
    accept();
    thread_ = std::thread([this] { run(); });
  }

  ~Server() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string url() const {
    const Tcp::endpoint endpoint = acceptor_.local_endpoint();
    const std::string host = endpoint.address().to_string();
    return fmt::format("http://{}:{}/", endpoint.address().is_v6() ? "[" + host + "]" : host,
                       endpoint.port());
  }

 private:
  /// A client that cannot be served, for lack of memory say, must not end the training.
  void run() {
    while (!context_.stopped()) {
      try {
        context_.run();
      } catch (const std::exception&) {
      }
    }
  }

  void accept() {
    acceptor_.async_accept([this](beast::error_code error, Tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) return accept_later();
      accept();
      if (clients_ >= kMostClients) return;
      std::make_shared<Client>(std::move(socket), on_loopback_, *page_, clients_)->serve();
    });
  }

  /// Descriptors are short, say: trying again at once would keep a processor busy.
  void accept_later() {
    pause_.expires_after(std::chrono::milliseconds(200));
    pause_.async_wait([this](beast::error_code error) {
      if (!error) accept();
    });
  }

  std::optional<CachedPage> page_;
  int clients_ = 0;  // Of the server's thread.
  asio::io_context context_{1};
  Tcp::acceptor acceptor_;
  asio::steady_timer pause_{context_};
  bool on_loopback_ = true;
  std::thread thread_;
};

PageServer::PageServer(const ServerAddress& address) : server_(std::make_unique<Server>(address)) {}

PageServer::~PageServer() = default;

void PageServer::show(std::function<std::string()> page) {
  server_->show(std::move(page));
}

std::string PageServer::url() const {
  return server_->url();
}

ServerAddress parse_address(const std::string& text, const std::string& name) {
  ServerAddress address;
  std::string_view port = text;
  if (const std::size_t colon = text.rfind(':'); colon != std::string::npos) {
    address.host = text.substr(0, colon);
    port.remove_prefix(colon + 1);
    if (address.host.starts_with('[') && address.host.ends_with(']')) {
      address.host = address.host.substr(1, address.host.size() - 2);
    }
  }
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  beast::error_code bad_host;
  asio::ip::make_address(address.host, bad_host);
  if (error != std::errc() || end != port.data() + port.size() || bad_host) {
    throw Error(
        fmt::format("{}: found '{}', wanted a port such as 8080, or an IP address and a port "
                    "such as 0.0.0.0:8080",
                    name, text));
  }
  return address;
}

}  // namespace saccade

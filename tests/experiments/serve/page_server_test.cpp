#include "experiments/serve/page_server.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <chrono>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

#include "envs/core/error.h"

namespace saccade {
namespace {

namespace asio = boost::asio;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using tcp = asio::ip::tcp;

class Browser {
 public:
  explicit Browser(const PageServer& server) : socket_(context_) {
    const std::string url = server.url();
    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    socket_.connect({asio::ip::make_address("127.0.0.1"), port});
  }

  void send(const std::string& text) { asio::write(socket_, asio::buffer(text)); }

  /// Until the server closes the connection.
  std::string receive() {
    std::string text;
    boost::system::error_code ended;
    asio::read(socket_, asio::dynamic_buffer(text), ended);
    return text;
  }

  std::string ask(const std::string& request) {
    send(request);
    return receive();
  }

 private:
  asio::io_context context_;
  tcp::socket socket_;
};

std::string get(const PageServer& server, const std::string& target,
                const std::string& host = "localhost") {
  return Browser(server).ask("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
}

/// Browsers that have begun to ask.
std::vector<std::unique_ptr<Browser>> slow_browsers(const PageServer& server, int count) {
  std::vector<std::unique_ptr<Browser>> slow;
  for (int i = 0; i < count; ++i) {
    slow.push_back(std::make_unique<Browser>(server));
    slow.back()->send("GET / HT");
  }
  return slow;
}

TEST_CASE("the server shows its page, on loopback", "[threads]") {
  PageServer server({});
  server.show([] { return "<p>hello</p>"; });
  CHECK_THAT(server.url(), StartsWith("http://127.0.0.1:"));
  const std::string page = get(server, "/");
  CHECK_THAT(page, StartsWith("HTTP/1.1 200 OK") && Contains("text/html; charset=utf-8"));
  CHECK_THAT(page, Contains("Refresh: 5"));
  CHECK_THAT(page, Contains("\r\n\r\n<p>hello</p>"));
  const std::string head = Browser(server).ask("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK_THAT(head, Contains("200 OK") && Contains("Content-Length: 12") && !Contains("hello"));
}

TEST_CASE("the server answers nothing else") {
  PageServer server({});
  server.show([] { return "secret"; });
  for (const char* target : {"/etc/passwd", "/../../etc/passwd", "/%2e%2e/", "//", "/?x", "*",
                             "/config.toml", "http://localhost/"}) {
    INFO(target);
    CHECK_THAT(get(server, target), StartsWith("HTTP/1.1 404") && !Contains("secret"));
  }
  const std::string post =
      Browser(server).ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
  CHECK_THAT(post, !Contains("secret"));
  CHECK_THAT(Browser(server).ask("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
             StartsWith("HTTP/1.1 405"));
  for (const char* host :
       {"evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example"}) {
    INFO(host);
    CHECK_THAT(get(server, "/", host), StartsWith("HTTP/1.1 403") && !Contains("secret"));
  }
  for (const char* host : {"127.0.0.1:80", "127.0.0.2", "[::1]:8080", "localhost:1"}) {
    INFO(host);
    CHECK_THAT(get(server, "/", host), Contains("secret"));
  }
}

TEST_CASE("what is no request ends the connection") {
  PageServer server({});
  server.show([] { return "page"; });
  CHECK(Browser(server).ask("nonsense\r\n\r\n").empty());
  CHECK(Browser(server).ask(std::string(3, '\0') + "\r\n\r\n").empty());
  Browser wordy(server);
  const std::string much = "GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x');
  std::string answer;
  try {
    answer = wordy.ask(much);
  } catch (const boost::system::system_error&) {  // It was let go before it had said all.
  }
  CHECK(answer.empty());
  CHECK_THAT(get(server, "/"), Contains("page"));
}

TEST_CASE("a slow client keeps nobody waiting and is let go") {
  PageServer server({});
  server.show([] { return "page"; });
  const auto slow = slow_browsers(server, 8);
  CHECK_THAT(get(server, "/"), Contains("page"));
  const auto begin = std::chrono::steady_clock::now();
  CHECK(slow.front()->receive().empty());
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
}

TEST_CASE("more clients than there is room for are let go, and come again later") {
  PageServer server({});
  server.show([] { return "page"; });
  auto slow = slow_browsers(server, 32);
  CHECK(Browser(server).receive().empty());  // At once: it has not even asked.
  slow.clear();
  std::string page;
  for (int time = 0; time < 500 && page.empty(); ++time) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    try {
      page = get(server, "/");
    } catch (const boost::system::system_error&) {  // It is let go still.
    }
  }
  CHECK_THAT(page, Contains("page"));
}

TEST_CASE("a client that does not read its answer keeps nobody waiting, the end least of all") {
  std::optional<PageServer> server(std::in_place, ServerAddress{});
  const std::string large(std::size_t{1} << 25, 'x');
  server->show([&large] { return large; });
  Browser lazy(*server);
  lazy.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(get(*server, "/").size() > large.size());
  const auto begin = std::chrono::steady_clock::now();
  server.reset();
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
}

TEST_CASE("the page is made anew now and then, not for each request") {
  int made = 0;
  PageServer server({});
  server.show([&made] { return "page " + std::to_string(++made); });
  CHECK_THAT(get(server, "/"), Contains("page 1"));
  CHECK_THAT(get(server, "/"), Contains("page 1"));
  std::this_thread::sleep_for(std::chrono::milliseconds(1000 * PageServer::kPause + 100));
  CHECK_THAT(get(server, "/"), Contains("page 2"));
}

TEST_CASE("a page that cannot be made is told") {
  PageServer server({});
  server.show([]() -> std::string { throw Error("no metrics yet"); });
  CHECK_THAT(get(server, "/"), StartsWith("HTTP/1.1 500") && Contains("no metrics yet"));
}

TEST_CASE("a port in use and a wrong address are named") {
  PageServer server({});
  server.show([] { return ""; });
  const std::string url = server.url();
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  CHECK_THROWS_WITH(PageServer({"127.0.0.1", port}),
                    Contains("cannot listen") && Contains(std::to_string(port)));
  CHECK(parse_address("8080", "--serve").port == 8080);
  CHECK(parse_address("8080", "--serve").host == "127.0.0.1");
  CHECK(parse_address("0.0.0.0:80", "--serve").host == "0.0.0.0");
  CHECK(parse_address("[::1]:80", "--serve").host == "::1");
  for (const char* text : {"", "x", "99999", "-1", "example.org:80", "80 ", ":80", "1.2.3:4"}) {
    INFO(text);
    CHECK_THROWS_WITH(parse_address(text, "--serve"), Contains("--serve: found"));
  }
}

}  // namespace
}  // namespace saccade

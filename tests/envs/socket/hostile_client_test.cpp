// Clients that misbehave in every way that came to mind: each is named, and none does harm.
#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "envs/episode/episode_runner.h"
#include "envs/remote/remote_environment.h"
#include "envs/socket/client_pool.h"
#include "socket/raw_client.h"
#include "socket/served.h"
#include "support/toy_meadow.h"

using namespace saccade;
using namespace saccade::testing;
using Catch::Matchers::Contains;

namespace {

constexpr SocketPatience kShort{.answer = 0.3, .client = 0.5};
constexpr std::uint32_t kWelcome = 1, kRefuse = 2, kClose = 6, kState = 17, kScene = 18,
                        kFailure = 19;

/// What a watch was told.
class Notes {
 public:
  ClientWatch watch() {
    return {.say =
                [this](const std::string& line) {
                  const std::lock_guard lock(mutex_);
                  text_ += line + '\n';
                },
            .is_interrupted = [this] { return interrupted.load(); }};
  }
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

  std::atomic<bool> interrupted{false};

 private:
  std::mutex mutex_;
  std::string text_;
};

std::shared_ptr<ClientPool> make_pool(Notes& notes) {
  return std::make_shared<ClientPool>("socket:5555", SocketPlace{}, notes.watch());
}

std::string meadow_description() {
  return description_of(ToyMeadow().spec(), false);
}

/// What `call` throws.
std::string failure_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kFailure);
    return error.what();
  }
  return "";
}

/// The state of a meadow that has just begun.
std::string start_content() {
  HostedEnvironment hosted(std::make_unique<ToyMeadow>());
  saccade_client::State state;
  hosted.reset(1, 1, state);
  saccade_client::detail::Writer writer;
  writer.begin(saccade_client::detail::kState, 0);
  put_state(state, writer);
  return writer.finish().substr(saccade_client::detail::kHeader);
}

/// What happens when a client answers the first reset in this way.
std::string failure_of_reset(
    const std::function<void(RawClient& client, const RawClient::Frame& request)>& answer) {
  Notes notes;
  const auto pool = make_pool(notes);
  std::jthread client([&, port = pool->place().port] {
    RawClient raw(port);
    raw.send(hello_bytes(meadow_description()));
    raw.receive();  // The welcome.
    answer(raw, raw.receive());
  });
  const std::string failure =
      failure_of([&] { pool->make_environment({.answer = 0.3, .client = 10})->reset(1); });
  client.join();
  CHECK_THAT(failure, Catch::Matchers::StartsWith("socket:5555, client 'arena 3' (127.0.0.1:"));
  return failure;
}

/// What a pool says of a client that begins with these bytes; `reply` becomes what it is told.
std::string refusal_of(const std::string& bytes, bool closes, std::string& reply) {
  Notes notes;
  const auto pool = make_pool(notes);
  std::jthread client([&, port = pool->place().port] {
    RawClient raw(port);
    raw.send(bytes);
    if (closes) return raw.close();
    const RawClient::Frame frame = raw.receive();
    if (frame.kind == kRefuse) reply = frame.content.substr(4);
  });
  const std::string failure = failure_of([&] { pool->take(kShort); });
  client.join();
  CHECK_THAT(failure, Contains("no client came to 127.0.0.1:"));
  CHECK_THAT(failure, Contains("within 0.5 s; the last one was refused: client"));
  CHECK_THAT(notes.text(), Contains("socket:5555: refused client"));
  return failure;
}

}  // namespace

TEST_CASE("Who does not begin as a client is refused, and told why", "[threads]") {
  struct Case {
    std::string bytes;
    const char* message;
  };
  const std::string good = meadow_description();
  const Case cases[] = {
      {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "wanted at most 1048576"},
      {frame_bytes(kState, 0, "abc"), "found a frame 'state', wanted 'hello' first"},
      {hello_bytes(good, "arena 3", 7), "magic number: found 7"},
      {hello_bytes(good, "arena 3", 0x43434153, 9), "version of the protocol: found 9, wanted 1"},
      {hello_bytes("no JSON"), "description: is no JSON"},
      {hello_bytes("{}"), "id: is missing"},
      {hello_bytes(good).substr(0, 40), "sent no 'hello' in time"},
      {bytes_of(0x7fffffffU) + bytes_of(16U) + bytes_of(0U), "found a size of 2147483647 bytes"},
  };
  for (const Case& wrong : cases) {
    CAPTURE(wrong.message);
    std::string reply;
    CHECK_THAT(refusal_of(wrong.bytes, false, reply), Contains(wrong.message));
    CHECK_THAT(reply, Contains(wrong.message));
  }
  std::string reply;
  CHECK_THAT(refusal_of(hello_bytes(good).substr(0, 40), true, reply),
             Contains("closed the connection before its 'hello' was there"));
  const std::string endless = "{\"" + std::string(500'000, 'x') + "\": 1}";
  CHECK(refusal_of(hello_bytes(endless), false, reply).size() < 2000);
  CHECK_THAT(reply, Contains("unknown key xxx") && Catch::Matchers::EndsWith("..."));
}

TEST_CASE("Answers that are none end the episode with the client's name", "[threads]") {
  using Frame = RawClient::Frame;
  const std::string start = start_content();
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& /*r*/) { c.receive(); }),
             Contains("sent no answer to 'reset' within 0.3 s"));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               c.send(frame_bytes(kState, r.number, start).substr(0, 30));
               c.receive();
             }),
             Contains("sent only a part of its answer to 'reset' within 0.3 s"));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               for (const char byte : frame_bytes(kState, r.number, start)) {
                 c.send(std::string(1, byte));
                 ::usleep(20'000);
               }
             }),
             Contains("sent only a part of its answer to 'reset' within 0.3 s"));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& /*r*/) { c.close(); }),
             Contains("answer to 'reset': closed the connection"));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               c.send(frame_bytes(kState, r.number, start).substr(0, 30));
               c.close();
             }),
             Contains("closed the connection in the middle of a frame"));
  Frame told;
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               c.send(frame_bytes(kScene, r.number, ""));
               told = c.receive();
             }),
             Contains("answer to 'reset': found a frame 'scene', wanted 'state'"));
  CHECK(told.kind == kRefuse);
  CHECK_THAT(told.content, Contains("answer to 'reset': found a frame 'scene', wanted 'state'"));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               c.send(frame_bytes(kState, r.number + 1, start));
             }),
             Contains("found number 2, wanted 1, that of the request"));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               c.send(bytes_of(0x7fffffffU) + bytes_of(kState) + bytes_of(r.number));
             }),
             Contains("found a size of 2147483647 bytes, wanted at most 67108864"));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               c.send(frame_bytes(kFailure, r.number, text_bytes("the lake\x1b[2J is frozen")));
             }),
             Contains("reports in its answer to 'reset': \"the lake\\x1b[2J is frozen\""));
  CHECK_THAT(failure_of_reset([&](RawClient& c, const Frame& r) {
               c.send(frame_bytes(kState, r.number, start + "more"));
               told = c.receive();
             }),
             Contains("answer to 'reset': what follows the content: found 4 bytes, wanted none"));
  CHECK_THAT(told.content, Contains("what follows the content: found 4 bytes, wanted none"));
}

TEST_CASE("A client that answers twice is found out by the number of its answer", "[threads]") {
  Notes notes;
  const auto pool = make_pool(notes);
  const std::string start = start_content();
  std::jthread client([&, port = pool->place().port] {
    RawClient raw(port);
    raw.send(hello_bytes(meadow_description()));
    raw.receive();
    const RawClient::Frame request = raw.receive();
    raw.send(frame_bytes(kState, request.number, start) +
             frame_bytes(kState, request.number, start));
    raw.receive();
  });
  const auto environment = pool->make_environment({.answer = 5, .client = 10});
  environment->reset(1);
  CHECK_THAT(failure_of([&] { environment->reset(2); }),
             Contains("answer to 'reset': found number 1, wanted 2"));
  CHECK_THAT(failure_of([&] { environment->reset(3); }), Contains("was given up after an error"));
  client.join();
}

TEST_CASE("A second client with another description is refused with what differs", "[threads]") {
  Notes notes;
  auto pool = make_pool(notes);
  const std::uint16_t port = pool->place().port;
  EnvironmentSpec other = ToyMeadow().spec();
  other.kinds[0].observation.types[2].features.push_back("ripe");
  std::vector<std::uint32_t> kinds;  // Of the frames that the first one was sent.
  std::jthread first([&] {
    const RawClient raw(port);
    raw.send(hello_bytes(meadow_description()));
    for (int i = 0; i < 2; ++i) kinds.push_back(raw.receive().kind);
  });
  auto taken = pool->take({.answer = 5, .client = 10});
  RawClient::Frame refusal;
  std::jthread second([&] {
    const RawClient raw(port);
    raw.send(hello_bytes(description_of(other, false), "arena 4"));
    refusal = raw.receive();
  });
  const std::string failure = failure_of([&] { pool->take({.answer = 5, .client = 1}); });
  second.join();
  CHECK(refusal.kind == kRefuse);
  CHECK_THAT(refusal.content, Contains("entity type flower: found 2 features, was 1"));
  CHECK_THAT(failure, Contains("no further client came to"));
  CHECK_THAT(failure, Contains("1 is there and in use"));
  CHECK_THAT(failure, Contains("client 'arena 4'") && Contains("in the first client"));
  CHECK_THAT(notes.text(), Contains("waiting for one more client on 127.0.0.1:"));
  taken.reset();
  pool->take(kShort).reset();  // The first one is still there.
  pool.reset();
  first.join();
  CHECK(kinds == std::vector<std::uint32_t>{kWelcome, kClose});
}

TEST_CASE("A client that went while it was not in use is not missed", "[threads]") {
  Notes notes;
  const auto pool = make_pool(notes);
  auto first = std::make_unique<RawClient>(pool->place().port);
  first->send(hello_bytes(meadow_description(), "short-lived"));
  CHECK_THAT(pool->take(kShort)->label(), Contains("short-lived"));
  first.reset();
  const RawClient second(pool->place().port);
  second.send(hello_bytes(meadow_description(), "patient"));
  CHECK_THAT(pool->take(kShort)->label(), Contains("patient"));
}

TEST_CASE("A client is let in however many others are silent", "[threads]") {
  Notes notes;
  const auto pool = make_pool(notes);
  std::jthread clients([port = pool->place().port] {
    std::vector<std::unique_ptr<RawClient>> silent;
    for (int i = 0; i < 300; ++i) silent.push_back(std::make_unique<RawClient>(port));
    silent.back()->send(hello_bytes(meadow_description(), "late"));
    silent.back()->receive();
  });
  CHECK_THAT(pool->take({.answer = 20, .client = 20})->label(), Contains("late"));
  CHECK_THAT(notes.text(), Contains("sent no 'hello' before many others came"));
}

TEST_CASE("The wait for a client ends when it is interrupted", "[threads]") {
  Notes notes;
  const auto pool = make_pool(notes);
  std::jthread interrupt([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    notes.interrupted = true;
  });
  CHECK_THAT(failure_of([&] { pool->take({.answer = 5, .client = 60}); }),
             Contains("interrupted while waiting for a client on 127.0.0.1:"));
  interrupt.join();
  CHECK_THAT(notes.text(), Contains("socket:5555: waiting for a client on 127.0.0.1:"));
}

TEST_CASE("Who listens beyond this machine says what that means") {
  Notes notes;
  const ClientPool pool("socket:5555", {.host = "0.0.0.0"}, notes.watch());
  CHECK_THAT(notes.text(), Contains("no encryption and no password"));
  Notes quiet;
  const ClientPool loopback("socket:5555", {.host = "127.0.0.2"}, quiet.watch());
  CHECK(quiet.text().empty());
}

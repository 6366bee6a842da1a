// A client that sends whatever bytes a test wants.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace saccade::testing {

/// A number as the bytes that are sent.
template <class Number>
std::string bytes_of(Number number) {
  return {reinterpret_cast<const char*>(&number), sizeof(Number)};
}

inline std::string text_bytes(const std::string& text) {
  return bytes_of(static_cast<std::uint32_t>(text.size())) + text;
}

inline std::string frame_bytes(std::uint32_t kind, std::uint32_t number,
                               const std::string& content) {
  return bytes_of(static_cast<std::uint32_t>(content.size())) + bytes_of(kind) + bytes_of(number) +
         content;
}

inline std::string hello_bytes(const std::string& description, const std::string& name = "arena 3",
                               std::uint32_t magic = 0x43434153, std::uint32_t version = 1) {
  return frame_bytes(
      16, 0, bytes_of(magic) + bytes_of(version) + text_bytes(name) + text_bytes(description));
}

class RawClient {
 public:
  struct Frame {
    std::uint32_t kind = 0, number = 0;
    std::string content;
  };

  explicit RawClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int attempt = 0; attempt < 500; ++attempt) {
      if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0)
        return;
      ::usleep(10'000);
    }
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

  void send(const std::string& bytes) const {
    ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  /// The next frame; of kind 0 when the connection was closed.
  Frame receive() const {
    std::uint32_t header[3];
    if (!take(header, sizeof(header))) return {};
    Frame frame{header[1], header[2], std::string(header[0], '\0')};
    take(frame.content.data(), frame.content.size());
    return frame;
  }

 private:
  bool take(void* place, std::size_t size) const {
    return size == 0 || ::recv(descriptor_, place, size, MSG_WAITALL) == static_cast<ssize_t>(size);
  }

  int descriptor_;
};

}  // namespace saccade::testing

#include "envs/socket/lent_client.h"

#include <fmt/format.h>

#include <utility>

#include "envs/remote/answer_check.h"
#include "envs/remote/byte_writer.h"

namespace saccade {

LentClient::LentClient(std::shared_ptr<ClientPool> pool, std::unique_ptr<PooledClient> client,
                       double timeout)
    : pool_(std::move(pool)),
      client_(std::move(client)),
      label_(client_->label),
      timeout_(timeout) {
  client_->socket.limit_wait(timeout);
}

LentClient::~LentClient() {
  pool_->give_back(std::move(client_));
}

std::span<const std::byte> LentClient::exchange(FrameKind request,
                                                std::span<const std::byte> content,
                                                FrameKind wanted) {
  if (!client_) detail::refuse(label_ + ": was given up after an error");
  request_.clear();
  append_frame(request, ++client_->last_request, content, request_);
  const auto end =
      ClientSocket::Clock::now() + std::chrono::duration_cast<ClientSocket::Clock::duration>(
                                       std::chrono::duration<double>(timeout_));
  try {
    client_->socket.send(request_, end);
    const ReceivedFrame frame = receive(request, end);
    check_answer(request, client_->last_request, wanted, frame);
    return frame.content;
  } catch (const Error& error) {
    give_up(error.what());
    detail::refuse(label_ + ": " + error.what());
  }
}

ReceivedFrame LentClient::receive(FrameKind request, ClientSocket::Clock::time_point end) {
  std::optional<ReceivedFrame> frame;
  try {
    frame = client_->socket.receive(end);
  } catch (const Error& error) {
    detail::refuse("answer to " + frame_label(request) + ": " + error.what());
  }
  if (!frame) {
    detail::refuse(fmt::format("sent {} answer to {} within {} s",
                               client_->socket.reader().has_part() ? "only a part of its" : "no",
                               frame_label(request), timeout_));
  }
  return *frame;
}

void LentClient::give_up(const std::string& why) {
  if (!client_) return;
  ByteWriter text;
  text.put_text(why);
  request_.clear();
  append_frame(FrameKind::kRefuse, client_->last_request, text.bytes(), request_);
  client_->socket.send_last(request_);
  client_.reset();
}

}  // namespace saccade

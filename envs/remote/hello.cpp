#include "envs/remote/hello.h"

#include "envs/core/names.h"
#include "envs/remote/byte_reader.h"
#include "envs/remote/frame.h"

namespace saccade {

Hello read_hello(std::span<const std::byte> content) {
  ByteReader reader(content);
  const auto magic = reader.take<std::uint32_t>("magic number");
  if (magic != kFrameMagic) {
    ByteReader::refuse("magic number", std::to_string(magic),
                       std::to_string(kFrameMagic) + ", the letters SACC");
  }
  const auto version = reader.take<std::uint32_t>("version of the protocol");
  if (version != kFrameVersion) {
    ByteReader::refuse("version of the protocol", std::to_string(version),
                       std::to_string(kFrameVersion));
  }
  Hello hello;
  hello.name = reader.take_text("name of the client");
  detail::check_name("name of the client", hello.name);
  const std::string description = reader.take_text("description");
  reader.want_end();
  hello.remote = read_remote_spec(description);
  return hello;
}

}  // namespace saccade

#include "experiments/files/crc32c.h"

#include <array>
#include <catch2/catch.hpp>
#include <string_view>

namespace saccade {

TEST_CASE("the checksum has the values of RFC 3720, B.4") {
  const std::array<std::byte, 32> zeros{};
  CHECK(crc32c(zeros) == 0x8a9136aa);
  std::array<std::byte, 32> ones{};
  ones.fill(std::byte{0xff});
  CHECK(crc32c(ones) == 0x62a8ab43);
}

TEST_CASE("the checksum has the value of the CRC catalogues for 123456789") {
  constexpr std::string_view kText = "123456789";
  const auto bytes = std::as_bytes(std::span(kText.data(), kText.size()));
  CHECK(crc32c(bytes) == 0xe3069283);
}

}  // namespace saccade

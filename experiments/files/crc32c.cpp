#include "experiments/files/crc32c.h"

#include <boost/crc.hpp>

namespace saccade {

std::uint32_t crc32c(std::span<const std::byte> bytes) {
  constexpr std::uint32_t kPolynomial = 0x1edc6f41, kAllOnes = 0xffffffff;
  boost::crc_optimal<32, kPolynomial, kAllOnes, kAllOnes, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

}  // namespace saccade

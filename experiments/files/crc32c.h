// CRC-32C (Castagnoli), the checksum of TensorBoard's event files and of checkpoints.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace saccade {

/// As in RFC 3720, appendix B.4.
std::uint32_t crc32c(std::span<const std::byte> bytes);

}  // namespace saccade

// CRC-32C (Castagnoli), the checksum of TensorBoard's event files and of checkpoints.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace saccade {

/// Checksum of `bytes`, continuing from `crc`, the checksum of what came before (RFC 3720, B.4).
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc = 0);

}  // namespace saccade

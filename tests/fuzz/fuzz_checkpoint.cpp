// A checkpoint from anywhere: it is read or refused, what was read is encoded and decoded as the
// same, and the configuration in it loads no library.
//
// Its checksum is set right first: it guards against damage, not against strangers, and would stop
// nearly every input at the door.
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <span>

#include "experiments/checkpoint/checkpoint.h"
#include "experiments/config/experiment_config.h"
#include "experiments/files/crc32c.h"
#include "experiments/files/safetensors.h"
#include "fuzz_input.h"

namespace saccade {
namespace {

void set_checksum(std::string& bytes) {
  const std::string field = "\"crc32c\":\"";
  const std::size_t at = bytes.find(field);
  if (at == std::string::npos || at + field.size() + 8 > bytes.size()) return;
  bytes.replace(at + field.size(), 8, "00000000");
  const std::uint32_t sum = crc32c(std::as_bytes(std::span(bytes.data(), bytes.size())));
  bytes.replace(at + field.size(), 8, fmt::format("{:08x}", sum));
}

bool is_same(const Tensor& a, const Tensor& b) {
  return a.dtype == b.dtype && a.shape == b.shape && a.bytes == b.bytes;
}

void check_round_trip(const std::string& bytes) {
  const SafetensorsFile file = decode_safetensors(bytes, "x");
  const SafetensorsFile again = decode_safetensors(encode_safetensors(file), "again");
  testing::promise(again.metadata == file.metadata, "the metadata are read back");
  testing::promise(again.tensors.size() == file.tensors.size(), "every tensor is read back");
  for (const auto& [name, tensor] : file.tensors) {
    testing::promise(is_same(again.tensors.at(name), tensor), "a tensor is read back");
  }
}

/// A file in memory that is opened by name.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("checkpoint", MFD_CLOEXEC)) {}
  std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
  void write(const std::string& bytes) const {
    testing::promise(::ftruncate(descriptor_, 0) == 0, "there is memory");
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), 0);
    testing::promise(written == static_cast<ssize_t>(bytes.size()), "there is memory");
  }

 private:
  int descriptor_;
};

}  // namespace
}  // namespace saccade

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace saccade;
  static RegisteredEnvironments environments;
  static const MemoryFile file;
  std::string bytes = testing::text_of(data, size);
  set_checksum(bytes);
  try {
    check_round_trip(bytes);
    file.write(bytes);
    const Checkpoint checkpoint = read_checkpoint(file.path());
    testing::promise(checkpoint.step >= 0, "a step is not negative");
    parse_config(checkpoint.config, "x", environments);
  } catch (const Error&) {
  }
  testing::promise(environments.plugins().empty(), "no library is loaded");
  return 0;
}

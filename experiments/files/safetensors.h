// Reading and writing safetensors files: the format in which checkpoints are kept.
//
// A file is 8 bytes little-endian header length, a JSON header, and the tensors' bytes
// (https://github.com/huggingface/safetensors#format).  It can hold no code, and Python's
// `safetensors` reads what is written here.  The metadata carries a CRC-32C of the whole file, so
// that damage is noticed wherever it is.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "agents/state/tensors.h"

namespace saccade {

struct SafetensorsFile {
  std::map<std::string, std::string> metadata;
  TensorMap tensors;
};

/// The file's bytes, checksum included.  The metadata key "crc32c" is taken.
std::string encode_safetensors(const SafetensorsFile& file);

/// The opposite.  Every claim of the header is checked: types, shapes, sizes, and that the tensors
/// cover the data without gap or overlap.  Throws Error; `name` is what the message calls the file.
SafetensorsFile decode_safetensors(std::string_view bytes, const std::string& name);

/// Writes atomically: see write_atomically.
void write_safetensors(const std::filesystem::path& path, const SafetensorsFile& file);

/// Throws Error when the file is missing, truncated or damaged.
SafetensorsFile read_safetensors(const std::filesystem::path& path);

}  // namespace saccade

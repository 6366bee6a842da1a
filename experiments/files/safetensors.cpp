#include "experiments/files/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "experiments/files/atomic_file.h"
#include "experiments/files/crc32c.h"

namespace saccade {
namespace {

using Json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "tensors are written as they lie");

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes = 100'000'000;  // As the format's own reader has it.
constexpr std::string_view kZeroChecksum = "00000000";
constexpr std::string_view kChecksumField = "\"crc32c\":\"";

/// Bytes of one element, or 0 for a type that is not used here.
std::uint64_t element_size(std::string_view dtype) {
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 5> kSizes = {
      {{"F32", 4}, {"F64", 8}, {"I64", 8}, {"U64", 8}, {"U8", 1}}};
  for (const auto& [name, size] : kSizes) {
    if (name == dtype) return size;
  }
  return 0;
}

std::uint32_t checksum(std::string_view text) {
  return crc32c(std::as_bytes(std::span(text.data(), text.size())));
}

/// Wide elements first, so that every tensor begins at a multiple of its element's size.
std::vector<TensorMap::const_iterator> file_order(const TensorMap& tensors) {
  std::vector<TensorMap::const_iterator> order;
  for (auto it = tensors.begin(); it != tensors.end(); ++it) order.push_back(it);
  std::stable_sort(order.begin(), order.end(), [](auto a, auto b) {
    return element_size(a->second.dtype) > element_size(b->second.dtype);
  });
  return order;
}

std::string encode_header(const SafetensorsFile& file) {
  Json header;
  header["__metadata__"]["crc32c"] = kZeroChecksum;
  for (const auto& [key, value] : file.metadata) header["__metadata__"][key] = value;
  std::uint64_t offset = 0;
  for (const auto it : file_order(file.tensors)) {
    const Tensor& tensor = it->second;
    const std::uint64_t end = offset + tensor.bytes.size();
    header[it->first] = {
        {"dtype", tensor.dtype}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.resize((text.size() + kLengthBytes - 1) / kLengthBytes * kLengthBytes, ' ');
  return text;
}

/// A file that is being decoded.
struct Reader {
  std::string_view bytes;
  const std::string& name;

  [[noreturn]] void fail(const std::string& what) const {
    throw Error("checkpoint '" + name + "' is damaged: " + what);
  }

  std::string_view header() const {
    if (bytes.size() < kLengthBytes) fail(fmt::format("it has only {} bytes", bytes.size()));
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), kLengthBytes);
    if (length > kMaxHeaderBytes) {
      fail(fmt::format("its header claims {} bytes, wanted at most {}", length, kMaxHeaderBytes));
    }
    if (length > bytes.size() - kLengthBytes) {
      fail(fmt::format("its header claims {} bytes, the file has {}", length, bytes.size()));
    }
    return bytes.substr(kLengthBytes, static_cast<std::size_t>(length));
  }

  /// Reads no deeper than a header goes (file, tensor, shape): beyond it a parser's recursion would
  /// be as deep as the file likes.
  Json parse_header() const {
    constexpr int kDepth = 3;
    const auto check_depth = [this](int depth, Json::parse_event_t event, const Json& /*value*/) {
      const bool opens =
          event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
      if (opens && depth >= kDepth) fail("its header is nested too deeply");
      return true;
    };
    Json json = Json::parse(header(), check_depth, false);
    if (!json.is_object()) fail("its header is not a JSON object");
    return json;
  }

  void check_checksum() const {
    const std::size_t field = header().find(kChecksumField);
    if (field == std::string_view::npos) fail("its header holds no checksum");
    const std::size_t begin = kLengthBytes + field + kChecksumField.size();
    if (begin + kZeroChecksum.size() > bytes.size()) fail("its header holds no checksum");
    std::string blank(bytes);
    blank.replace(begin, kZeroChecksum.size(), kZeroChecksum);
    const std::string found(bytes.substr(begin, kZeroChecksum.size()));
    const std::string wanted = fmt::format("{:08x}", checksum(blank));
    if (found != wanted) fail("its checksum is " + found + ", its contents give " + wanted);
  }

  std::string text(const Json& json, const std::string& what) const {
    if (!json.is_string()) fail(what + " is not a text");
    return json.get<std::string>();
  }

  /// Elements of a tensor of this shape; fails when they cannot fit into the file.
  std::uint64_t count(const std::vector<std::int64_t>& shape, const std::string& tensor) const {
    std::uint64_t product = 1;
    for (const std::int64_t size : shape) {
      if (size < 0) fail("tensor '" + tensor + "' has a negative size");
      if (size > 0 && product > bytes.size() / static_cast<std::uint64_t>(size)) {
        fail("tensor '" + tensor + "' is larger than the file");
      }
      product *= static_cast<std::uint64_t>(size);
    }
    return product;
  }

  struct Range {
    std::uint64_t begin, end;
    std::string tensor;
  };

  /// The values of an array of whole numbers.
  std::vector<std::int64_t> integers(const Json& entry, const char* key,
                                     const std::string& tensor) const {
    const auto found = entry.find(key);
    if (found == entry.end() || !found->is_array()) {
      fail("tensor '" + tensor + "' has no " + key);
    }
    for (const Json& value : *found) {
      if (!value.is_number_integer()) fail("tensor '" + tensor + "' has a bad " + key);
    }
    return found->get<std::vector<std::int64_t>>();
  }

  Range read_tensor(const std::string& tensor, const Json& entry, std::string_view data,
                    TensorMap& tensors) const {
    if (!entry.is_object()) fail("tensor '" + tensor + "' is not described by an object");
    Tensor result;
    result.dtype = text(entry.value("dtype", Json()), "the dtype of tensor '" + tensor + "'");
    const std::uint64_t size = element_size(result.dtype);
    if (size == 0) {
      fail("tensor '" + tensor + "' has dtype " + result.dtype + ", wanted F32, F64, I64, U64, U8");
    }
    result.shape = integers(entry, "shape", tensor);
    const std::vector<std::int64_t> offsets = integers(entry, "data_offsets", tensor);
    const auto data_size = static_cast<std::int64_t>(data.size());
    if (offsets.size() != 2 || offsets[0] < 0 || offsets[0] > offsets[1] ||
        offsets[1] > data_size) {
      fail("tensor '" + tensor + "' lies outside the file");
    }
    Range range{static_cast<std::uint64_t>(offsets[0]), static_cast<std::uint64_t>(offsets[1]),
                tensor};
    if (range.end - range.begin != count(result.shape, tensor) * size) {
      fail("tensor '" + tensor + "' has another size than its shape says");
    }
    const std::string_view part = data.substr(range.begin, range.end - range.begin);
    const auto source = std::as_bytes(std::span(part.data(), part.size()));
    result.bytes.assign(source.begin(), source.end());
    tensors.emplace(tensor, std::move(result));
    return range;
  }

  /// Every byte of the data must belong to exactly one tensor.
  void check_cover(std::vector<Range> ranges, std::uint64_t size) const {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::uint64_t end = 0;
    for (const Range& range : ranges) {
      if (range.begin < end) fail("tensor '" + range.tensor + "' overlaps another");
      if (range.begin > end) fail("there is a gap before tensor '" + range.tensor + "'");
      end = range.end;
    }
    if (end != size) {
      fail(fmt::format("it holds {} bytes of data, its tensors take {}", size, end));
    }
  }
};

}  // namespace

std::string encode_safetensors(const SafetensorsFile& file) {
  const std::string header = encode_header(file);
  const std::uint64_t length = header.size();
  std::string bytes(kLengthBytes, '\0');
  std::memcpy(bytes.data(), &length, kLengthBytes);
  bytes += header;
  for (const auto it : file_order(file.tensors)) {
    const std::vector<std::byte>& data = it->second.bytes;
    if (!data.empty()) bytes.append(reinterpret_cast<const char*>(data.data()), data.size());
  }
  const std::size_t field = bytes.find(kChecksumField) + kChecksumField.size();
  bytes.replace(field, kZeroChecksum.size(), fmt::format("{:08x}", checksum(bytes)));
  return bytes;
}

SafetensorsFile decode_safetensors(std::string_view bytes, const std::string& name) {
  const Reader reader{bytes, name};
  const Json header = reader.parse_header();
  const std::string_view data = bytes.substr(kLengthBytes + reader.header().size());
  SafetensorsFile file;
  std::vector<Reader::Range> ranges;
  for (const auto& [key, entry] : header.items()) {
    if (key != "__metadata__") {
      ranges.push_back(reader.read_tensor(key, entry, data, file.tensors));
      continue;
    }
    if (!entry.is_object()) reader.fail("its metadata is not an object");
    for (const auto& [field, value] : entry.items()) {
      if (field != "crc32c") file.metadata[field] = reader.text(value, "metadata '" + field + "'");
    }
  }
  reader.check_cover(std::move(ranges), data.size());
  reader.check_checksum();
  return file;
}

void write_safetensors(const std::filesystem::path& path, const SafetensorsFile& file) {
  write_atomically(path, encode_safetensors(file));
}

SafetensorsFile read_safetensors(const std::filesystem::path& path) {
  return decode_safetensors(read_file(path), path.string());
}

}  // namespace saccade

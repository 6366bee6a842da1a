#include "experiments/files/safetensors.h"

#include <catch2/catch.hpp>
#include <cstring>

#include "experiments/files/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

SafetensorsFile example() {
  SafetensorsFile file;
  file.metadata = {{"format", "test"}, {"text", "quotes \" and\nlines"}};
  file.tensors["a"] = make_tensor(std::vector<std::uint8_t>{1, 2, 3});
  const std::vector<float> matrix = {1, 2, 3, 4, 5, 6};
  file.tensors["b.weight"] = make_tensor(std::span<const float>(matrix), {2, 3});
  file.tensors["c"] = make_tensor(std::vector<double>{0.5});
  file.tensors["empty"] = make_tensor(std::vector<float>{});
  file.tensors["scalar"] = make_tensor(std::span<const float>(matrix).first(1), {});
  return file;
}

bool is_same(const Tensor& a, const Tensor& b) {
  return a.dtype == b.dtype && a.shape == b.shape && a.bytes == b.bytes;
}

/// A file with the given header and so many bytes of data.
std::string crafted(const std::string& header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + std::string(data_bytes, '\0');
}

std::string refusal(const std::string& bytes) {
  try {
    decode_safetensors(bytes, "x.safetensors");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string refused_tensor(const std::string& entry) {
  return refusal(crafted("{\"t\":" + entry + "}", 8));
}

}  // namespace

TEST_CASE("what is written is read back") {
  const testing::TemporaryFolder folder;
  const SafetensorsFile file = example();
  write_safetensors(folder.path() / "x.safetensors", file);
  const SafetensorsFile found = read_safetensors(folder.path() / "x.safetensors");
  CHECK(found.metadata == file.metadata);
  REQUIRE(found.tensors.size() == file.tensors.size());
  for (const auto& [name, tensor] : file.tensors) {
    INFO(name);
    CHECK(is_same(found.tensors.at(name), tensor));
  }
}

TEST_CASE("a file that was cut off anywhere is refused") {
  const std::string bytes = encode_safetensors(example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO("cut after " << size << " bytes");
    CHECK_THAT(refusal(bytes.substr(0, size)), Contains("checkpoint 'x.safetensors' is damaged"));
  }
  CHECK_THAT(refusal(bytes + "x"), Contains("is damaged"));
}

TEST_CASE("a file in which any byte changed is refused") {
  const std::string bytes = encode_safetensors(example());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    INFO("byte " << at);
    CHECK_THAT(refusal(damaged), Contains("is damaged"));
  }
}

TEST_CASE("every claim of the header is checked") {
  CHECK_THAT(refusal(crafted("[]", 0)), Contains("not a JSON object"));
  CHECK_THAT(refusal(crafted("{\"t\":1}", 0)), Contains("not described by an object"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F16","shape":[4],"data_offsets":[0,8]})"),
             Contains("dtype F16, wanted F32"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})"),
             Contains("another size than its shape says"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"),
             Contains("negative size"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F32","shape":[9e99],"data_offsets":[0,8]})"),
             Contains("bad shape"));
  CHECK_THAT(
      refused_tensor(R"({"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]})"),
      Contains("larger than the file"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F32","shape":[2],"data_offsets":[8,16]})"),
             Contains("outside the file"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F32","shape":[2]})"), Contains("no data_offsets"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})"),
             Contains("a gap before tensor 't'"));
  CHECK_THAT(refused_tensor(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})"),
             Contains("8 bytes of data, its tensors take 4"));
}

TEST_CASE("a header that is nested deeply or very long is refused") {
  const std::string deep(200'000, '[');
  for (const std::string& header :
       {deep, "{\"t\":" + deep, "{\"t\":" + deep + std::string(200'000, ']') + "}"}) {
    CHECK_THAT(refusal(crafted(header, 0)), Contains("nested too deeply"));
  }
  std::string long_header = crafted("", 8);
  const std::uint64_t length = 100'000'001;
  std::memcpy(long_header.data(), &length, 8);
  CHECK_THAT(refusal(long_header), Contains("claims 100000001 bytes, wanted at most 100000000"));
}

TEST_CASE("tensors that overlap are refused") {
  CHECK_THAT(refusal(crafted(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                             R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
                             12)),
             Contains("tensor 'b' overlaps another"));
}

TEST_CASE("tensors begin at multiples of their element's size") {
  const std::string bytes = encode_safetensors(example());
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  CHECK(length % 8 == 0);
  CHECK(bytes.find("\"c\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]") !=
        std::string::npos);
}

}  // namespace saccade

#include "render/picture/picture_file.h"

#include <fstream>
#include <string_view>

#include "envs/core/error.h"

namespace saccade::render {
namespace {

// Type and checksum of the chunk that ends a PNG: https://www.w3.org/TR/png/, sections 11.2.5, 5.5.
constexpr std::string_view kPngEnd = "IEND\xAE\x42\x60\x82";

bool is_complete(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string end(kPngEnd.size(), '\0');
  file.seekg(-static_cast<std::streamoff>(kPngEnd.size()), std::ios::end);
  file.read(end.data(), static_cast<std::streamsize>(end.size()));
  return file && end == kPngEnd;
}

}  // namespace

void write_picture(const sf::Image& image, const std::string& path) {
  const auto fail = [&path](const std::string& reason) {
    throw Error("cannot write the picture " + path + ": " + reason, Error::Kind::kFailure);
  };
  if (!path.ends_with(".png")) fail("wanted a name that ends in .png");
  if (!image.saveToFile(path)) fail("is its folder there and writable?");
  if (!is_complete(path)) fail("its end is missing; is the disk full?");
}

}  // namespace saccade::render

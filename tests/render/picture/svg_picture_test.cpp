#include "render/picture/svg_picture.h"

#include <SFML/Graphics/Image.hpp>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "envs/core/error.h"
#include "render/scratch_folder.h"

namespace saccade::render {
namespace {

using Catch::Matchers::Contains;

constexpr const char* kSquare =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\">"
    "<rect width=\"20\" height=\"10\" fill=\"#00FF00\"/></svg>";

/// PATH while it lives.
class Path {
 public:
  explicit Path(const std::string& value) : before_(std::getenv("PATH")) {
    ::setenv("PATH", value.c_str(), 1);
  }
  ~Path() { ::setenv("PATH", before_.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;

 private:
  std::string before_;
};

std::string error_of(const std::string& svg) {
  try {
    png_of_svg(svg, 1);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("A drawing becomes a PNG with as many pixels as were asked for") {
  const std::string png = png_of_svg(kSquare, 3);
  sf::Image image;
  REQUIRE(image.loadFromMemory(png.data(), png.size()));
  CHECK(image.getSize() == sf::Vector2u(60, 30));
  CHECK(image.getPixel(30, 15) == sf::Color(0, 255, 0));
  CHECK(png_of_svg(kSquare, 3) == png);
}

TEST_CASE("Without rsvg-convert the error says what to install") {
  const ScratchFolder empty;
  const Path path(empty.path().string());
  CHECK_THAT(error_of(kSquare),
             Contains("rsvg-convert") && Contains("librsvg2-bin") && Contains("name a file .svg"));
}

TEST_CASE("What rsvg-convert complains about is passed on") {
  CHECK_THAT(error_of("no drawing"), Contains("drawing a PNG failed: rsvg-convert: "));
  const ScratchFolder programs;
  std::ofstream(programs / "rsvg-convert") << "#!/bin/sh\necho half a picture\n";
  std::filesystem::permissions(programs / "rsvg-convert", std::filesystem::perms::owner_all);
  const Path path(programs.path().string() + ":/usr/bin:/bin");
  CHECK_THAT(error_of(kSquare), Contains("rsvg-convert: ended with status 0"));
}

}  // namespace saccade::render

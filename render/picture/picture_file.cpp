#include "render/picture/picture_file.h"

#include <png.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>

#include "envs/core/error.h"

namespace saccade::render {
namespace {

struct ClosePng {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
  throw Error("cannot write the picture " + path + ": " + reason, Error::Kind::kFailure);
}

}  // namespace

// libpng's simplified interface has no level of compression, and its default takes ten times as
// long.
void write_picture(std::span<const std::uint8_t> pixels, unsigned width, unsigned height,
                   const std::string& path) {
  if (!path.ends_with(".png")) fail(path, "wanted a name that ends in .png");
  std::unique_ptr<std::FILE, ClosePng> file(std::fopen(path.c_str(), "wbe"));
  if (!file) fail(path, std::strerror(errno));
  std::string reason;  // libpng jumps out of its functions where something fails.
  png_structp png = png_create_write_struct(
      PNG_LIBPNG_VER_STRING, &reason,
      [](png_structp failed, png_const_charp message) {
        *static_cast<std::string*>(png_get_error_ptr(failed)) = message;
        png_longjmp(failed, 1);
      },
      [](png_structp, png_const_charp) {});
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  if (info == nullptr) throw std::bad_alloc();
  if (setjmp(png_jmpbuf(png)) == 0) {
    png_init_io(png, file.get());
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 1);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_write_info(png, info);
    png_set_filler(png, 0, PNG_FILLER_AFTER);
    for (unsigned y = 0; y < height; ++y) {
      png_write_row(png, pixels.data() + std::size_t{4} * width * y);
    }
    png_write_end(png, info);
  }
  png_destroy_write_struct(&png, &info);
  const int failure = errno;  // Of what libpng calls a "Write Error".
  if (!reason.empty()) {
    std::remove(path.c_str());
    fail(path, std::ferror(file.get()) != 0 ? std::strerror(failure) : reason);
  }
  if (std::fclose(file.release()) != 0) {
    const std::string why = std::strerror(errno);
    std::remove(path.c_str());
    fail(path, why);
  }
}

}  // namespace saccade::render

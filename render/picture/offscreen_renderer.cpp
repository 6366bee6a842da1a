#include "render/picture/offscreen_renderer.h"

#include <fmt/format.h>

#include <SFML/Window/Context.hpp>

#include <algorithm>

#include "envs/core/error.h"
#include "render/picture/compose.h"

namespace saccade::render {

namespace {

// OpenGL's own names and numbers; SFML knows where its functions are.
constexpr unsigned kRgba = 0x1908;
constexpr unsigned kUnsignedByte = 0x1401;
using ReadPixels = void (*)(int x, int y, int width, int height, unsigned format, unsigned type,
                            void* data);

ReadPixels find_read_pixels() {
  return reinterpret_cast<ReadPixels>(sf::Context::getFunction("glReadPixels"));
}

}  // namespace

OffscreenRenderer::OffscreenRenderer(unsigned width, unsigned height)
    : pixels_(std::size_t{4} * width * height) {
  if (!canvas_.create(width, height)) {
    throw Error(fmt::format("the graphics driver refuses a picture of {}x{} pixels", width, height),
                Error::Kind::kFailure);
  }
}

std::span<const std::uint8_t> OffscreenRenderer::draw(const Frame& frame, const ViewState& state) {
  return draw(compose(frame, state, width(), height()));
}

void OffscreenRenderer::paint(const Drawing& drawing) {
  painter_.paint(drawing, canvas_);
  canvas_.display();
}

void OffscreenRenderer::paint(std::span<const PlacedDrawing> drawings) {
  painter_.paint(drawings, canvas_);
  canvas_.display();
}

std::span<const std::uint8_t> OffscreenRenderer::draw(const Drawing& drawing) {
  paint(drawing);
  return read_back();
}

std::span<const std::uint8_t> OffscreenRenderer::draw(std::span<const PlacedDrawing> drawings) {
  paint(drawings);
  return read_back();
}

std::span<const std::uint8_t> OffscreenRenderer::read_back() {
  canvas_.setActive(true);
  const ReadPixels read_pixels = find_read_pixels();
  if (read_pixels == nullptr) {
    throw Error("the graphics driver cannot read pixels back", Error::Kind::kFailure);
  }
  read_pixels(0, 0, static_cast<int>(width()), static_cast<int>(height()), kRgba, kUnsignedByte,
              pixels_.data());
  // OpenGL has the lowest row first.
  const std::size_t row = std::size_t{4} * width();
  for (std::size_t y = 0; y < height() / 2; ++y) {
    std::swap_ranges(pixels_.begin() + static_cast<std::ptrdiff_t>(y * row),
                     pixels_.begin() + static_cast<std::ptrdiff_t>((y + 1) * row),
                     pixels_.end() - static_cast<std::ptrdiff_t>((y + 1) * row));
  }
  return pixels_;
}

}  // namespace saccade::render

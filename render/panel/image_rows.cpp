#include "render/panel/image_rows.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "render/draw/labels.h"

namespace saccade::render {
namespace {

constexpr int kMostCells = 64;  // Along a side; of more pixels several are one cell.

int divided_up(int size, int part) {
  return (size + part - 1) / part;
}

// Pixels along a side with those that the last patch has beyond the edge, where it sees zeros.
int padded(int size, int patch) {
  return patch > 0 ? divided_up(size, patch) * patch : size;
}

bool is_rgb(const SeenImage& image) {
  return image.channels == std::vector<std::string>{"red", "green", "blue"};
}

bool is_picture(const SeenImage& image) {
  return is_rgb(image) || image.channels.size() == 1;
}

float number_at(const SeenImage& image, int row, int col, std::size_t channel) {
  const auto pixel = static_cast<std::size_t>(row * image.width + col);
  return image.pixels[pixel * image.channels.size() + channel];
}

// The mean colour of a square of pixels, as far as they are inside.
Color cell_color(const SeenImage& image, int row, int col, int side) {
  std::array<int, 3> sum{};
  int count = 0;
  for (int r = row; r < std::min(row + side, image.height); ++r) {
    for (int c = col; c < std::min(col + side, image.width); ++c, ++count) {
      const Color color = pixel_color(image, r, c);
      sum = {sum[0] + color.r, sum[1] + color.g, sum[2] + color.b};
    }
  }
  const auto mean = [count](int part) { return static_cast<std::uint8_t>(part / count); };
  return {mean(sum[0]), mean(sum[1]), mean(sum[2])};
}

bool same(Color a, Color b) {
  return a.r == b.r && a.g == b.g && a.b == b.b;
}

// From the world, where the picture lies around its origin, to where it is shown.
WorldTransform into(const SeenImage& image, const Rect& box) {
  const Vec2 corner{image.origin.x - static_cast<float>(image.width) / 2 * image.pixel_size,
                    image.origin.y + static_cast<float>(image.height) / 2 * image.pixel_size};
  const float width = static_cast<float>(padded(image.width, image.patch)) * image.pixel_size;
  const float height = static_cast<float>(padded(image.height, image.patch)) * image.pixel_size;
  return {{corner.x, corner.y - height}, {corner.x + width, corner.y}, box};
}

}  // namespace

Color channel_color(const SeenImage& image, std::size_t channel) {
  constexpr std::array<Color, 3> kRgb{{{255, 0, 0}, {0, 255, 0}, {0, 0, 255}}};
  constexpr std::array<Color, 8> kColors{{{160, 166, 178},
                                          colors::kGreen,
                                          colors::kPurple,
                                          colors::kVermillion,
                                          colors::kOrange,
                                          colors::kSkyBlue,
                                          colors::kYellow,
                                          colors::kBlue}};
  if (is_rgb(image)) return kRgb[channel];
  if (image.channels.size() == 1) return {255, 255, 255};
  return kColors[channel % kColors.size()];
}

Color pixel_color(const SeenImage& image, int row, int col) {
  std::array<float, 3> sum{};
  for (std::size_t channel = 0; channel < image.channels.size(); ++channel) {
    const float share = std::clamp(number_at(image, row, col, channel), 0.0F, 1.0F);
    const Color color = channel_color(image, channel);
    sum[0] += share * static_cast<float>(color.r);
    sum[1] += share * static_cast<float>(color.g);
    sum[2] += share * static_cast<float>(color.b);
  }
  const auto part = [](float value) {
    return static_cast<std::uint8_t>(std::lround(std::min(value, 255.0F)));
  };
  return {part(sum[0]), part(sum[1]), part(sum[2])};
}

void frame_patch(Drawing& drawing, const AgentView& view, int token,
                 const WorldTransform& transform) {
  const auto index = static_cast<std::size_t>(token);
  const auto type = static_cast<std::size_t>(view.attention.types[index]);
  const Vec2 center = transform(view.attention.positions[index]);
  const float side = view.token_types[type].side * transform.scale();
  Area frame = rectangle({center.x - side / 2, center.y - side / 2, side, side}, {0, 0, 0, 0});
  frame.outline = kTextColor;
  frame.outline_width = 2;
  drawing.push_back(frame);
}

ImageRows::ImageRows(RowWriter& rows, const PanelContent& content)
    : rows_(rows),
      frame_(content.frame),
      agent_(content.frame.mind()),
      state_(content.state),
      shown_(content.shown),
      mean_(mean_weights(content.shown)) {}

int ImageRows::write(std::size_t number, int rows) {
  const SeenImage& image = agent_.images[number];
  const float y = rows_.heading("What it sees: " + readable(image.name));
  const Rect box = box_of(image, rows);
  const Rect beside{box.right() + unit(), box.y, rows_.column().right() - box.right() - unit(),
                    box.height};
  rows_.skip(static_cast<float>(rows) * rows_.row_height());
  if (image.pixels.empty()) {
    rows_.drawing().push_back(rectangle(box, kTrackColor));
    rows_.note(y, "nothing at this step");
    return -1;
  }
  rows_.note(y, std::to_string(image.width) + "\u00d7" + std::to_string(image.height) + " pixels");
  const WorldTransform transform = into(image, box);
  const float pixel = transform.scale() * image.pixel_size;
  pixels(image, box);
  light(image, transform);
  int row = -1;
  int col = -1;
  if (state_.pointer && box.contains(*state_.pointer)) {
    row = static_cast<int>((state_.pointer->y - box.y) / pixel);
    col = static_cast<int>((state_.pointer->x - box.x) / pixel);
  }
  channels(image, beside, row, col);
  const int token = row < 0 ? -1 : token_at(image, row, col);
  if (token >= 0) frame_patch(rows_.drawing(), agent_, token, transform);
  return token;
}

// At the left, as large as there is room.
Rect ImageRows::box_of(const SeenImage& image, int rows) const {
  const auto width = static_cast<float>(padded(image.width, image.patch));
  const auto height = static_cast<float>(padded(image.height, image.patch));
  const Rect& column = rows_.column();
  const float room = std::round(static_cast<float>(rows) * rows_.row_height() - 0.4F * unit());
  const float scale = std::min(room / height, column.width / width);
  return {column.x, std::round(rows_.y()), scale * width, scale * height};
}

// Neighbours of one colour are one bar.
void ImageRows::pixels(const SeenImage& image, const Rect& box) {
  const int side = divided_up(std::max(image.width, image.height), kMostCells);
  const float scale = box.width / static_cast<float>(padded(image.width, image.patch));
  // Colours of channels are the viewer's own, and follow its theme; those of pictures do not.
  Bars cells{.bars = {{box, {0, 0, 0}}}, .as_is = is_picture(image)};
  for (int row = 0; row < image.height; row += side) {
    const auto height = static_cast<float>(std::min(side, image.height - row));
    bool joins = false;
    for (int col = 0; col < image.width; col += side) {
      const Color color = cell_color(image, row, col, side);
      const auto width = scale * static_cast<float>(std::min(side, image.width - col));
      if (joins && same(cells.bars.back().second, color)) {
        cells.bars.back().first.width += width;
        continue;
      }
      joins = true;
      cells.bars.push_back({{box.x + scale * static_cast<float>(col),
                             box.y + scale * static_cast<float>(row), width, scale * height},
                            color});
    }
  }
  rows_.drawing().push_back(std::move(cells));
}

// What gets less attention than the most attended patch is dimmed; frames say which heads look.
void ImageRows::light(const SeenImage& image, const WorldTransform& transform) {
  if (mean_.empty() || !state_.overlay || image.patch == 0) return;
  const AttentionWeights& attention = agent_.attention;
  const float half = 0.5F * static_cast<float>(image.patch) * image.pixel_size * transform.scale();
  const auto is_patch = [&](std::size_t token) { return attention.types[token] == image.type; };
  float most = 1e-6F;
  for (std::size_t i = 0; i < mean_.size(); ++i) {
    if (is_patch(i)) most = std::max(most, mean_[i]);
  }
  Bars shade{.bars = {}, .as_is = is_picture(image)};
  for (std::size_t i = 0; i < mean_.size(); ++i) {
    if (!is_patch(i)) continue;
    const Vec2 center = transform(attention.positions[i]);
    shade.bars.push_back({{center.x - half, center.y - half, 2 * half, 2 * half},
                          faded(kWindowColor, 0.65F * (1 - std::sqrt(mean_[i] / most)))});
  }
  rows_.drawing().push_back(std::move(shade));
  draw_patches(rows_.drawing(), agent_, shown_, image.type, transform, unit());
}

// Of the patch that a pixel lies in; -1: nothing attends to patches.
int ImageRows::token_at(const SeenImage& image, int row, int col) const {
  const auto& types = agent_.attention.types;
  const auto first = std::find(types.begin(), types.end(), image.type);
  if (first == types.end() || image.patch == 0) return -1;
  const int patch = row / image.patch * divided_up(image.width, image.patch) + col / image.patch;
  const auto token = (first - types.begin()) + patch;
  return token < static_cast<std::ptrdiff_t>(types.size()) ? static_cast<int>(token) : -1;
}

void ImageRows::channels(const SeenImage& image, const Rect& place, int row, int col) {
  if (place.width < 5 * unit()) return;
  const float line = 1.3F * unit();
  float y = place.y + line / 2;
  const TextStyle name{.size = rows_.note_size(), .color = kMutedColor, .max_width = place.width};
  const TextStyle value{.size = rows_.note_size(), .align = Align::kRight};
  const int token = row < 0 ? -1 : token_at(image, row, col);
  if (token >= 0) {
    const auto index = static_cast<std::size_t>(token);
    rows_.text(place.x, y, token_label(frame_, index), name);
    if (!mean_.empty()) {
      rows_.text(place.right(), y, percent(static_cast<double>(mean_[index])), value);
    }
  }
  const bool inside = row >= 0 && row < image.height && col < image.width;
  const bool said = !is_picture(image);  // What the colours mean.
  for (std::size_t channel = 0; channel < image.channels.size() && (inside || said); ++channel) {
    y += line;
    if (y + line / 2 > place.bottom()) return;
    const float radius = 0.27F * unit();
    rows_.drawing().push_back(Disc{{place.x + radius, y}, radius, channel_color(image, channel)});
    rows_.text(place.x + 0.9F * unit(), y, readable(image.channels[channel]), name);
    if (!inside) continue;
    rows_.text(place.right(), y,
               signed_number(static_cast<double>(number_at(image, row, col, channel))), value);
  }
}

}  // namespace saccade::render

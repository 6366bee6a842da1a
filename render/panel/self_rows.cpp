#include "render/panel/self_rows.h"

#include <algorithm>
#include <cmath>

#include "render/draw/labels.h"

namespace saccade::render {
namespace {

constexpr int kMostRows = 16;
constexpr std::size_t kSteps = 150;  // That a sparkline shows.

}  // namespace

int SelfRows::wanted_rows() const {
  const AgentView& agent = frame_.mind();
  if (agent.token_types.size() != 1 || agent.seen.ids.empty()) return 0;
  return std::min(static_cast<int>(agent.token_types[0].features.size()), kMostRows);
}

void SelfRows::write(int rows) {
  const std::vector<std::string>& names = frame_.mind().token_types[0].features;
  const float y = rows_.heading("What it sees");
  if (track_ != nullptr) rows_.note(y, "last " + std::to_string(kSteps) + " steps");
  std::vector<std::string> labels;
  for (const std::string& name : names) labels.push_back(readable(name));
  rows_.fit_labels(labels);
  for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i) {
    const float value = frame_.mind().seen.features[i];
    rows_.label_and_value(labels[i], signed_number(static_cast<double>(value)), kTextColor, false);
    const Rect bar = rows_.bar_rect();
    sparkline(i, {bar.x, rows_.y() + 2, bar.width, rows_.row_height() - 4});
    rows_.skip(rows_.row_height());
  }
}

// From the least to the greatest value of the episode so far.
void SelfRows::sparkline(std::size_t feature, const Rect& box) {
  rows_.drawing().push_back(rectangle({box.x, box.center().y, box.width, 1}, kTrackColor));
  if (track_ == nullptr || track_->self_width <= feature) return;
  const auto end = static_cast<std::size_t>(track_->position - track_->first) + 1;
  const std::size_t begin = end > kSteps ? end - kSteps : 0;
  const auto value = [&](std::size_t step) {
    return track_->self[step * track_->self_width + feature];
  };
  float low = value(0);
  float high = low;
  for (std::size_t i = 0; i < end; ++i) {
    if (!std::isfinite(value(i))) continue;  // It saw nothing then.
    low = std::isfinite(low) ? std::min(low, value(i)) : value(i);
    high = std::isfinite(high) ? std::max(high, value(i)) : value(i);
  }
  if (end - begin < 2 || !(high > low)) return;
  std::vector<Vec2> points;
  for (std::size_t i = begin; i < end; ++i) {
    if (!std::isfinite(value(i))) continue;
    const float along = static_cast<float>(kSteps - (end - i)) / static_cast<float>(kSteps - 1);
    points.push_back(
        {box.x + along * box.width, box.bottom() - (value(i) - low) / (high - low) * box.height});
  }
  const float width = std::max(rows_.unit() / 11, 1.2F);
  rows_.drawing().push_back(Stroke{std::move(points), width, width, kAccentColor, kAccentColor});
}

}  // namespace saccade::render

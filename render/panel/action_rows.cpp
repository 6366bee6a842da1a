#include "render/panel/action_rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "render/draw/labels.h"
#include "render/draw/palette.h"

namespace saccade::render {
namespace {

template <class Value>
Value at_or(const std::vector<Value>& values, int index, const Value& otherwise) {
  const auto i = static_cast<std::size_t>(index);
  return i < values.size() ? values[i] : otherwise;
}

int size_of(const HeadDecision& action) {
  return static_cast<int>(std::max({action.probabilities.size(), action.allowed.size(),
                                    action.value.size(), action.value_by_hand.size()}));
}

std::string label(const HeadDecision& action, int index) {
  return readable(at_or(action.labels, index, std::to_string(index)));
}

std::vector<std::string> labels(const HeadDecision& action) {
  std::vector<std::string> all;
  for (int i = 0; i < size_of(action); ++i) all.push_back(label(action, i));
  return all;
}

// What the mask forbids: a hatched bar.
void write_forbidden(RowWriter& writer, const HeadDecision& action, int choice) {
  writer.label_and_value(label(action, choice), "masked", kMutedColor, false);
  const Rect bar = writer.bar_rect();
  const float line = std::max(writer.unit() / 14, 1.0F);
  for (float x = bar.x; x + bar.height <= bar.right(); x += 0.5F * writer.unit()) {
    writer.drawing().push_back(
        Stroke{{{x, bar.bottom()}, {x + bar.height, bar.y}}, line, line, kTrackColor, kTrackColor});
  }
  writer.skip(writer.row_height());
}

// Before a change; -1: there was no such choice.
float share_before(const HeadDecision* before, const std::string& label) {
  if (before == nullptr) return -1;
  const auto found = std::find(before->labels.begin(), before->labels.end(), label);
  const auto i = static_cast<std::size_t>(found - before->labels.begin());
  return i < before->probabilities.size() ? before->probabilities[i] : -1;
}

void write_choice(RowWriter& writer, const HeadDecision& action, int choice,
                  const HeadDecision* before) {
  const bool taken = choice == action.chosen;
  const float share = at_or(action.probabilities, choice, 0.0F);
  if (at_or(action.allowed, choice, std::uint8_t{1}) == 0)
    return write_forbidden(writer, action, choice);
  const BarPart part{share, taken ? kAccentColor : kBarColor};
  const float was = share_before(before, at_or(action.labels, choice, std::string()));
  const auto change = static_cast<double>(share - was);
  std::string value = percent(share) + (was < 0 ? "" : " (" + points(change) + ")");
  if (action.probabilities.empty()) value.clear();  // Nobody knows.
  if (choice == action.by_hand) value = value.empty() ? "you" : "you " + value;
  const bool stands_out = taken || choice == action.by_hand;
  writer.bar(label(action, choice), {&part, 1}, value, taken ? kAccentColor : kTextColor,
             stands_out);
  if (was >= 0) writer.ghost(was);
}

// Where on the bar a value of dimension `index` lies; outside of the range: at its end.
float place(const HeadDecision& action, int index, const Rect& bar, float value) {
  const float low = at_or(action.low, index, -1.0F);
  const float high = at_or(action.high, index, 1.0F);
  const float share = high > low ? (value - low) / (high - low) : 0.5F;
  return bar.x + std::clamp(share, 0.0F, 1.0F) * bar.width;
}

// The band is mean - std to mean + std, the thin line the mean, the dot the value that was taken,
// the hollow one what a person took.
void write_dimension(RowWriter& writer, const HeadDecision& action, int index) {
  const auto own = static_cast<std::size_t>(index);
  const bool by_hand = own < action.value_by_hand.size();
  const bool taken = own < action.value.size();
  const float value = at_or(by_hand ? action.value_by_hand : action.value, index, 0.0F);
  writer.label_and_value(label(action, index),
                         by_hand ? "you " + signed_number(value)
                         : taken ? signed_number(value)
                                 : "",
                         kTextColor, false);
  const Rect bar = writer.bar_rect();
  Drawing& drawing = writer.drawing();
  drawing.push_back(rectangle(bar, kTrackColor));
  const auto i = static_cast<std::size_t>(index);
  if (i < action.mean.size() && i < action.std.size()) {
    const float mean = action.mean[i];
    const float left = place(action, index, bar, mean - action.std[i]);
    const float right = place(action, index, bar, mean + action.std[i]);
    drawing.push_back(rectangle({left, bar.y, right - left, bar.height}, kBarColor));
    const float x = std::round(place(action, index, bar, mean) - 1);
    drawing.push_back(rectangle({x, bar.y - 2, 2, bar.height + 4}, kTextColor));
  }
  const auto mark = [&](float at, Color fill, Color rim) {
    const Vec2 dot{place(action, index, bar, at), bar.center().y};
    drawing.push_back(Disc{dot, 0.36F * writer.unit(), fill, rim, 1.5F});
  };
  if (taken) mark(action.value[own], kAccentColor, kPanelColor);
  if (by_hand) mark(action.value_by_hand[own], kPanelColor, kTextColor);
  writer.skip(writer.row_height());
}

}  // namespace

int action_rows(const HeadDecision& action) {
  return std::min(size_of(action), 12);
}

std::vector<int> shown_choices(const HeadDecision& action, int count) {
  std::vector<int> order(static_cast<std::size_t>(size_of(action)));
  std::iota(order.begin(), order.end(), 0);
  const auto rank = [&](int choice) {
    if (choice == action.chosen) return 3.0F;
    return choice == action.by_hand ? 2.0F : at_or(action.probabilities, choice, 0.0F);
  };
  const auto before = [&](int a, int b) { return rank(a) > rank(b); };
  std::stable_sort(order.begin(), order.end(), before);
  order.resize(std::min(order.size(), static_cast<std::size_t>(std::max(count, 0))));
  std::sort(order.begin(), order.end());
  return order;
}

void write_action(RowWriter& writer, const HeadDecision& action, int rows,
                  const HeadDecision* before) {
  const std::string name = readable(action.name);
  const float title =
      writer.heading(name.empty() || name == "action" ? "Action" : "Action: " + name);
  const int size = size_of(action);
  if (rows < size) writer.note(title, std::to_string(rows) + " of " + std::to_string(size));
  const bool by_hand = action.by_hand >= 0 || !action.value_by_hand.empty();
  writer.widen_values(before != nullptr || by_hand);
  writer.fit_labels(labels(action));
  if (action.allowed.empty() && action.probabilities.empty()) {
    for (int i = 0; i < std::min(rows, size); ++i) write_dimension(writer, action, i);
  } else {
    for (const int choice : shown_choices(action, rows))
      write_choice(writer, action, choice, before);
  }
  writer.widen_values(false);
}

}  // namespace saccade::render

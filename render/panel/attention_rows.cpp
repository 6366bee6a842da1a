#include "render/panel/attention_rows.h"

#include <algorithm>
#include <cmath>

#include "render/draw/labels.h"
#include "render/panel/legend.h"

namespace saccade::render {
namespace {

constexpr int kMostAttended = 6;

}  // namespace

AttentionRows::AttentionRows(RowWriter& rows, const PanelContent& content, std::vector<Hit>& hits)
    : rows_(rows),
      frame_(content.frame),
      choice_(content.state.attention),
      pinned_(content.state.pinned),
      asking_(content.asking),
      why_(why_agent_asks(frame_.mind().attention, choice_, pinned_)),
      before_(content.state.before),
      shown_(content.shown),
      mean_(mean_weights(content.shown)),
      anchors_(content.anchors),
      hits_(hits) {}

// One line for both, so that rows stay where they are when something is pinned.  What explains the
// agent's decisions is its own attention.
std::string AttentionRows::note() const {
  if (asking_ != 0) return "";
  if (!why_.empty()) return why_;
  return frame_.faithfulness.empty() ? "" : "does it explain?  " + frame_.faithfulness;
}

int AttentionRows::type_rows() const {
  const int notes = asking_ != 0 || !note().empty() ? 1 : 0;
  return mean_.empty() ? 0 : static_cast<int>(frame_.mind().token_types.size()) + notes;
}

// Whose attention it is where it is not the agent's; what is shown then has a line of its own.
void AttentionRows::write_title() {
  const AttentionWeights& attention = frame_.mind().attention;
  if (asking_ == 0) {
    return write_legend(rows_, rows_.heading("Attention"), attention, choice_);
  }
  rows_.heading("Attention of " + token_label(frame_, asking_));
  write_legend(rows_, rows_.y() + rows_.row_height() / 2, attention, choice_);
  rows_.skip(rows_.row_height());
}

// As many as there may be, so that what stands below does not jump when entities come and go.
int AttentionRows::most_attended_rows() const {
  return mean_.empty() || frame_.mind().token_types.size() < 2 ? 0 : kMostAttended;
}

std::vector<std::string> AttentionRows::type_names(const std::string& ending) const {
  std::vector<std::string> names;
  for (const TokenKind& type : frame_.mind().token_types)
    names.push_back(readable(type.name) + ending);
  if (asking_ != 0) names[0] = agent_name(frame_.mind());  // "Self" would be the one that asks.
  return names;
}

std::vector<BarPart> AttentionRows::parts_of_type(std::size_t type) const {
  std::vector<BarPart> parts;
  const float share = 1 / static_cast<float>(shown_.size());
  for (const ColoredWeights& one : shown_) {
    const auto sums =
        sum_per_type(one.weights, frame_.mind().attention.types, frame_.mind().token_types.size());
    parts.push_back({share * sums[type], one.color});
  }
  return parts;
}

void AttentionRows::write_types(int rows) {
  write_title();
  const auto& types = frame_.mind().attention.types;
  const auto sums = sum_per_type(mean_, types, frame_.mind().token_types.size());
  const auto former = sums_before();
  const std::string note = this->note();
  if (asking_ != 0 || !note.empty()) --rows;
  rows_.widen_values(!former.empty());
  const std::vector<std::string> names = type_names("");
  rows_.fit_labels(names, indent());
  for (const std::size_t type : largest(sums, static_cast<std::size_t>(rows))) {
    const auto first = std::find(types.begin(), types.end(), static_cast<int>(type));
    if (first != types.end()) {
      icon(static_cast<std::size_t>(first - types.begin()));
    } else {
      rows_.drawing().push_back(
          Disc{{rows_.column().x + 0.6F * unit(), rows_.y() + rows_.row_height() / 2},
               0.3F * unit(),
               kTrackColor});
    }
    std::string value = percent(static_cast<double>(sums[type]));
    if (!former.empty()) {
      value += " (" + points(static_cast<double>(sums[type] - former[type])) + ")";
    }
    rows_.bar(names[type], parts_of_type(type), value,
              first != types.end() ? kTextColor : kMutedColor);
    if (!former.empty()) rows_.ghost(former[type]);
  }
  rows_.widen_values(false);
  if (note.empty()) return;
  rows_.text(rows_.column().x, rows_.y() + rows_.row_height() / 2, note,
             {.size = rows_.note_size(), .color = kMutedColor, .max_width = rows_.column().width});
  rows_.skip(rows_.row_height());
}

// [types] what each had before a change; empty: nothing was changed.
std::vector<float> AttentionRows::sums_before() const {
  if (before_ == nullptr || frame_.viewed >= before_->agents.size()) return {};
  const AgentView& agent = before_->agents[frame_.viewed];
  const std::size_t asking = asking_ == 0 ? 0 : asking_token(agent.attention, choice_, pinned_);
  if ((asking == 0) != (asking_ == 0)) return {};
  const auto weights = mean_weights(shown_weights(agent.attention, choice_, asking));
  if (weights.empty()) return {};
  return sum_per_type(weights, agent.attention.types, frame_.mind().token_types.size());
}

// In the order of the tokens, so that a row stays where it is while its weight changes.  Room is
// made for the names of every type, so that bars do not jump when another token comes up.
void AttentionRows::write_most_attended(int rows) {
  const float y = rows_.heading("Most attended");
  rows_.fit_labels(type_names(" 00"), indent());
  auto order = most_attended(mean_, asking_);
  const std::size_t kept = std::min(order.size(), static_cast<std::size_t>(rows));
  float rest = 0;
  for (std::size_t i = kept; i < order.size(); ++i) rest += mean_[order[i]];
  if (order.size() > kept) {
    rows_.note(
        y, std::to_string(order.size() - kept) + " more: " + percent(static_cast<double>(rest)));
  }
  order.resize(kept);
  std::sort(order.begin(), order.end());
  const auto heads = static_cast<float>(shown_.size());
  for (const std::size_t token : order) {
    std::vector<BarPart> parts;
    for (const ColoredWeights& one : shown_)
      parts.push_back({one.weights[token] / heads, one.color});
    icon(token);
    hit(frame_.mind().attention.ids[token]);
    rows_.bar(token_label(frame_, token), parts, percent(static_cast<double>(mean_[token])),
              kTextColor);
  }
  rows_.skip(static_cast<float>(rows - static_cast<int>(kept)) * rows_.row_height());
}

void AttentionRows::hit(EntityId entity) {
  const Rect& column = rows_.column();
  hits_.push_back({{column.x, rows_.y(), column.width, rows_.row_height()}, entity});
}

// Left of the row's label: the entity as it looks in the scene, or a sign for rays or patches.
void AttentionRows::icon(std::size_t token) {
  const Vec2 center{rows_.column().x + 0.6F * unit(), rows_.y() + rows_.row_height() / 2};
  const AttentionWeights& attention = frame_.mind().attention;
  if (attention.ids[token] == kNoEntity) {
    const auto type = static_cast<std::size_t>(attention.types[token]);
    return reading_icon(frame_.mind().token_types.at(type).side > 0, center, 0.5F * unit());
  }
  const auto found = anchors_.find(attention.ids[token]);
  if (found == anchors_.end()) return;
  draw_icon(rows_.drawing(), frame_.scene, found->first, found->second, center, 0.6F * unit());
}

// As the overlay marks them: a frame for a patch, a line with a dot at its end for a ray.
void AttentionRows::reading_icon(bool patch, Vec2 center, float radius) {
  Drawing& drawing = rows_.drawing();
  const float line = std::max(std::round(unit() / 14), 1.0F);
  if (patch) {
    const float half = 0.7F * radius;
    Area frame = rectangle({center.x - half, center.y - half, 2 * half, 2 * half}, {});
    frame.fill = faded(kMutedColor, 0.15F);
    frame.outline = kMutedColor;
    frame.outline_width = line;
    drawing.push_back(frame);
  } else {
    const Vec2 end{center.x + 0.6F * radius, center.y - 0.6F * radius};
    const Vec2 begin{center.x - 0.8F * radius, center.y + 0.8F * radius};
    drawing.push_back(Stroke{{begin, end}, line, line, faded(kMutedColor, 0.3F), kMutedColor});
    drawing.push_back(Disc{end, 0.32F * radius, kMutedColor});
  }
}

}  // namespace saccade::render

#include "render/panel/panel.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "render/draw/labels.h"
#include "render/draw/palette.h"
#include "render/panel/action_rows.h"
#include "render/panel/agent_rows.h"
#include "render/panel/attention_rows.h"
#include "render/panel/image_rows.h"
#include "render/panel/memory_rows.h"
#include "render/panel/self_rows.h"

namespace saccade::render {
namespace {

Rect column_of(const Layout& layout) {
  const float margin = 1.3F * layout.unit;
  return {std::round(layout.panel.x + margin), layout.panel.y + margin,
          std::round(layout.panel.width - 2 * margin), layout.panel.height - 2 * margin};
}

class Panel {
 public:
  Panel(Drawing& drawing, const PanelContent& content)
      : frame_(content.frame),
        state_(content.state),
        rows_(drawing, column_of(content.layout), content.layout.unit),
        agents_(rows_, content.frame, content.anchors, marks_.hits),
        attention_(rows_, content, marks_.hits),
        images_(rows_, content),
        self_(rows_, content.frame, content.state.track),
        memory_(rows_, frame_.mind().attention, state_.attention, content.strip, state_.pointer) {}

  PanelMarks write() {
    title();
    rows_.skip(0.5F * unit());
    figures();
    const float gap = 0.8F * unit();
    const float overhead = (rows_.heading_height() + gap) / rows_.row_height();
    const float room =
        rows_.column().bottom() - rows_.y() - (state_.interactive ? 1.6F * unit() : 0);
    const std::vector<Section> all = sections();
    std::vector<int> wanted;
    std::vector<int> fewest;
    for (const Section& section : all) {
      wanted.push_back(section.rows);
      fewest.push_back(section.fewest);
    }
    const std::vector<int> rows = fit_rows(wanted, overhead, room / rows_.row_height(), fewest);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == 0) continue;
      rows_.skip(gap);
      all[i].write(rows[i]);
    }
    if (state_.interactive) footer();
    return std::move(marks_);
  }

 private:
  float unit() const { return rows_.unit(); }

  void title() {
    const Rect& column = rows_.column();
    rows_.text(column.x, rows_.y() + 0.8F * unit(), title_text(),
               {.size = 1.45F * unit(), .bold = true, .max_width = column.width});
    rows_.skip(2.1F * unit());
    if (!frame_.policy.empty()) {
      rows_.text(column.x, rows_.y() + 0.4F * unit(), frame_.policy,
                 {.size = rows_.text_size(), .color = kMutedColor, .max_width = column.width});
      rows_.skip(1.45F * unit());
    }
    const float y = rows_.y() + 0.5F * unit();
    rows_.text(column.x, y, "seed " + std::to_string(frame_.seed),
               {.size = rows_.text_size(),
                .color = kMutedColor,
                .max_width = column.width - 6.5F * unit()});
    rows_.text(column.right(), y, "step " + std::to_string(frame_.step),
               {.size = rows_.text_size(), .color = kMutedColor, .align = Align::kRight});
    rows_.skip(1.3F * unit());
  }

  // "hunt: predator 2 of 3", as far as there are others to tell the agent from.
  std::string title_text() const {
    std::string who = readable(frame_.mind().kind);
    if (frame_.mind().of > 1) {
      if (who.empty()) who = "agent";
      who += ' ' + std::to_string(frame_.mind().number + 1) + " of " +
             std::to_string(frame_.mind().of);
    }
    return frame_.environment + (who.empty() ? "" : ": " + who);
  }

  // Return, last reward and value of the agent side by side.
  void figures() {
    rows_.rule();
    rows_.skip(0.7F * unit());
    const AgentView& agent = frame_.mind();
    figure(0, "return", signed_number(agent.return_so_far));
    figure(1, "last reward", signed_number(static_cast<double>(agent.reward)));
    if (!frame_.has_value) return end_figures();
    const AgentView* before = mind_before();
    const std::string was =
        before == nullptr ? "" : " was " + signed_number(static_cast<double>(before->value));
    figure(2, "value" + was, signed_number(static_cast<double>(agent.value)));
    end_figures();
  }

  // Of the viewed agent before a change; null: nothing was changed.
  const AgentView* mind_before() const {
    const Frame* before = state_.before;
    if (before == nullptr || frame_.viewed >= before->agents.size()) return nullptr;
    return &before->agents[frame_.viewed];
  }

  void end_figures() {
    rows_.skip(2.9F * unit());
    rows_.rule();
  }

  void figure(int place, const std::string& name, const std::string& value) {
    const float x = rows_.column().x + 0.31F * static_cast<float>(place) * rows_.column().width;
    rows_.text(x, rows_.y() + 0.45F * unit(), name,
               {.size = rows_.note_size(), .color = kMutedColor});
    rows_.text(x, rows_.y() + 1.75F * unit(), value, {.size = 1.25F * unit(), .bold = true});
  }

  struct Section {
    int rows = 0;                      // That it would fill.
    std::function<void(int)> write{};  // With so many.
    int fewest = 3;                    // Of use.
  };

  // In order, the most important first.
  std::vector<Section> sections() {
    std::vector<Section> all;
    const AgentView* before = mind_before();
    for (std::size_t i = 0; i < frame_.mind().actions.size(); ++i) {
      const bool known = before != nullptr && i < before->actions.size();
      const HeadDecision* former = known ? &before->actions[i] : nullptr;
      const HeadDecision& action = frame_.mind().actions[i];
      all.push_back({action_rows(action), [this, &action, former](int rows) {
                       write_action(rows_, action, rows, former);
                     }});
    }
    all.push_back({attention_.type_rows(), [this](int rows) { attention_.write_types(rows); }});
    for (std::size_t i = 0; i < images_.count(); ++i) {
      all.push_back(
          {ImageRows::kWanted,
           [this, i](int rows) { marks_.patch = std::max(marks_.patch, images_.write(i, rows)); },
           ImageRows::kFewest});
    }
    all.push_back({attention_.most_attended_rows(),
                   [this](int rows) { attention_.write_most_attended(rows); }});
    all.push_back({agents_.wanted_rows(), [this](int rows) { agents_.write(rows); }});
    all.push_back({self_.wanted_rows(), [this](int rows) { self_.write(rows); }});
    all.push_back({memory_.strip_rows(), [this](int) { marks_.column = memory_.write_strip(); }});
    all.push_back(
        {memory_.most_attended_rows(), [this](int rows) { memory_.write_most_attended(rows); }});
    const int columns = count_columns();
    all.push_back({(static_cast<int>(frame_.counts.size()) + columns - 1) / columns,
                   [this](int rows) { counts(rows); }});
    return all;
  }

  float count_gap() const { return 1.5F * unit(); }          // Between columns.
  float count_value_width() const { return 2.2F * unit(); }  // Right of a name.

  // Two beside each other, unless a name is too long for that.
  int count_columns() const {
    if (frame_.counts.size() < 2) return 1;
    const float room = (rows_.column().width - count_gap()) / 2 - count_value_width();
    const bool fit = std::all_of(
        frame_.counts.begin(), frame_.counts.end(),
        [&](const auto& count) { return text_width(count.first, rows_.text_size()) <= room; });
    return fit ? 2 : 1;
  }

  void counts(int rows) {
    rows_.heading("Counts");
    const Rect& column = rows_.column();
    const auto columns = static_cast<std::size_t>(count_columns());
    const float width = columns == 1 ? column.width : (column.width - count_gap()) / 2;
    const auto shown = std::min(frame_.counts.size(), columns * static_cast<std::size_t>(rows));
    for (std::size_t i = 0; i < shown; ++i) {
      const float x = column.x + (i % columns == 0 ? 0 : column.width - width);
      count(x, width, frame_.counts[i].first, static_cast<double>(frame_.counts[i].second));
      if (i % columns == columns - 1 || i + 1 == shown) rows_.skip(rows_.row_height());
    }
  }

  void count(float x, float width, const std::string& name, double value) {
    const float y = rows_.y() + rows_.row_height() / 2;
    const bool whole = value == std::round(value) && std::abs(value) < 1e6;
    rows_.text(x, y, readable(name),
               {.size = rows_.text_size(),
                .color = kMutedColor,
                .max_width = width - count_value_width()});
    rows_.text(x + width, y, whole ? std::to_string(std::lround(value)) : number(value),
               {.size = rows_.text_size(), .align = Align::kRight});
  }

  void footer() {
    const Rect& column = rows_.column();
    const float y = column.bottom() - 0.4F * unit();
    rows_.text(column.right(), y, "? keys",
               {.size = rows_.text_size(), .color = kMutedColor, .align = Align::kRight});
  }

  PanelMarks marks_;
  const Frame& frame_;
  const ViewState& state_;
  RowWriter rows_;
  AgentRows agents_;  // All of these write into rows_.
  AttentionRows attention_;
  ImageRows images_;
  SelfRows self_;
  MemoryRows memory_;
};

}  // namespace

PanelMarks draw_panel(Drawing& drawing, const PanelContent& content) {
  drawing.push_back(rectangle(content.layout.panel, kPanelColor));
  return Panel(drawing, content).write();
}

}  // namespace saccade::render

// Attention in the side panel: the share of each type of token, and the most attended tokens.
#pragma once

#include <span>
#include <vector>

#include "render/draw/rows.h"
#include "render/overlay/attention.h"
#include "render/overlay/overlay.h"

namespace saccade::render {

/// `shown` and `anchors` belong to the frame, and `shown` is what `choice` shows of it.
class AttentionRows {
 public:
  AttentionRows(RowWriter& rows, const Frame& frame, const AttentionChoice& choice,
                std::span<const ColoredWeights> shown, const Anchors& anchors);

  /// Rows that the sections would fill; none when the agent does not attend.
  int type_rows() const;
  int most_attended_rows() const;

  /// Write the sections with `rows` rows.
  void write_types(int rows);
  void write_most_attended(int rows);

 private:
  std::vector<BarPart> parts_of_type(std::size_t type) const;
  std::vector<std::string> type_names(const std::string& ending) const;
  float unit() const { return rows_.unit(); }
  float indent() const { return 1.7F * unit(); }
  void icon(std::size_t token);
  void reading_icon(bool patch, Vec2 center, float radius);

  RowWriter& rows_;
  const Frame& frame_;
  const AttentionChoice& choice_;
  std::span<const ColoredWeights> shown_;
  std::vector<float> mean_;  // [tokens] over what is shown.
  const Anchors& anchors_;
};

}  // namespace saccade::render

// Attention in the side panel: the share of each type of token, and the most attended tokens.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "render/draw/rows.h"
#include "render/panel/panel.h"

namespace saccade::render {

class AttentionRows {
 public:
  /// `hits` gets the rows of entities.
  AttentionRows(RowWriter& rows, const PanelContent& content, std::vector<Hit>& hits);

  /// Rows that the sections would fill; none when the agent does not attend.
  int type_rows() const;
  int most_attended_rows() const;

  /// Write the sections with `rows` rows.
  void write_types(int rows);
  void write_most_attended(int rows);

 private:
  std::string note() const;
  void write_title();
  std::vector<BarPart> parts_of_type(std::size_t type) const;
  std::vector<std::string> type_names(const std::string& ending) const;
  float unit() const { return rows_.unit(); }
  float indent() const { return 1.7F * unit(); }
  std::vector<float> sums_before() const;
  void icon(std::size_t token);
  void hit(EntityId entity);
  void reading_icon(bool patch, Vec2 center, float radius);

  RowWriter& rows_;
  const Frame& frame_;
  const AttentionChoice& choice_;
  EntityId pinned_;
  std::size_t asking_;   // Token whose attention is shown.
  std::string why_;      // It is the agent's, and not that of what is pinned; else empty.
  const Frame* before_;  // Without the changes; null: there are none.
  std::span<const ColoredWeights> shown_;
  std::vector<float> mean_;  // [tokens] over what is shown.
  const Anchors& anchors_;
  std::vector<Hit>& hits_;
};

}  // namespace saccade::render

// The agents of a world of several, in the side panel: who they are, and what each has got.
#pragma once

#include <vector>

#include "render/draw/hit.h"
#include "render/draw/rows.h"
#include "render/overlay/overlay.h"

namespace saccade::render {

class AgentRows {
 public:
  /// `hits` gets the rows that are written.
  AgentRows(RowWriter& rows, const Frame& frame, const Anchors& anchors, std::vector<Hit>& hits)
      : rows_(rows), frame_(frame), anchors_(anchors), hits_(hits) {}

  /// Rows that the section would fill; none for a single agent.
  int wanted_rows() const;
  /// Of more agents than rows, those around the one that is viewed.
  void write(int rows);

 private:
  void write_agent(const AgentView& agent, bool viewed);
  void icon(const AgentView& agent, float y);

  RowWriter& rows_;
  const Frame& frame_;
  const Anchors& anchors_;
  std::vector<Hit>& hits_;
};

}  // namespace saccade::render

// The pictures that an agent sees, in the side panel: each as its sensor gives it, the patches that
// are attended to lit.
#pragma once

#include "render/draw/rows.h"
#include "render/panel/panel.h"

namespace saccade::render {

/// Red, green and blue are what they say; a channel alone is grey; of others each has a colour of
/// its own, and a pixel has the sum of them.  Numbers are cut to [0, 1].
Color pixel_color(const SeenImage& image, int row, int col);

/// The colour that stands for a channel.
Color channel_color(const SeenImage& image, std::size_t channel);

/// Appends a frame in the colour of text around the patch that is token number `token`.
void frame_patch(Drawing& drawing, const AgentView& agent, int token,
                 const WorldTransform& transform);

class ImageRows {
 public:
  static constexpr int kWanted = 9;  ///< Rows of a section ...
  static constexpr int kFewest = 7;  ///< ... of which so many are needed to make something out.

  ImageRows(RowWriter& rows, const PanelContent& content);

  std::size_t count() const { return agent_.images.size(); }
  /// Writes the section of a picture, with the channels beside it, and where the mouse points at a
  /// pixel its numbers.  Returns the token of the patch that is pointed at, -1: none.
  int write(std::size_t image, int rows);

 private:
  float unit() const { return rows_.unit(); }
  Rect box_of(const SeenImage& image, int rows) const;
  void pixels(const SeenImage& image, const Rect& box);
  void light(const SeenImage& image, const WorldTransform& transform);
  int token_at(const SeenImage& image, int row, int col) const;
  void channels(const SeenImage& image, const Rect& place, int row, int col);

  RowWriter& rows_;
  const Frame& frame_;
  const AgentView& agent_;
  const ViewState& state_;
  std::span<const ColoredWeights> shown_;
  std::vector<float> mean_;  // [tokens] over what is shown.
};

}  // namespace saccade::render

// The window: world, attention overlay, side panel.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "render/draw/theme.h"
#include "render/frame/frame.h"

namespace saccade::render {

struct ViewerOptions {
  std::uint64_t seed = 0;
  int episodes = 0;                  ///< Close after so many; 0: when the user closes it.
  std::string picture_folder = ".";  ///< Where screenshots go ...
  std::string episode_folder = ".";  ///< ... and episodes that are saved.
  Theme theme = Theme::kDark;        ///< At first.
  std::string layer{};               ///< Whose attention is shown at first (choose_layer()).
  /// Called with the keys that are held before each decision (to play by hand); may be empty.
  std::function<void(const HeldKeys&)> on_keys{};
};

/// Shows episodes until the window is closed, those of several sources side by side with the same
/// seed.  Throws Error when there is no display.
void watch(FrameSource& source, const ViewerOptions& options);
void watch(std::span<FrameSource* const> sources, const ViewerOptions& options);

}  // namespace saccade::render

// The light theme.  Everything is composed in the dark colours of palette.h; this turns the
// lightness of a whole Drawing over, so world, overlay, panel and timeline always agree, and
// nothing else needs to know of themes.
#pragma once

#include <string>

#include "render/draw/drawing.h"

namespace saccade::render {

enum class Theme { kDark, kLight };

/// "dark" or "light".  Throws Error, naming both, of anything else.
Theme theme_named(const std::string& name);

/// What a colour of the dark theme is in the light one: in OKLCH (Ottosson 2020) its lightness is
/// turned over, its hue kept, its chroma kept as far as a display can show it.  Opacity stays.
Color lightened(Color color);

/// Every colour of the drawing, but for Bars that are to be as they are.
void lighten(Drawing& drawing);

}  // namespace saccade::render

// Whether a picture says something.
#pragma once

#include <algorithm>
#include <string>

#include "render/draw/drawing.h"

namespace saccade::render {

inline bool says(const Drawing& drawing, const std::string& text) {
  return std::any_of(drawing.begin(), drawing.end(), [&text](const Mark& mark) {
    const auto* words = std::get_if<Words>(&mark);
    return words != nullptr && words->text.find(text) != std::string::npos;
  });
}

}  // namespace saccade::render

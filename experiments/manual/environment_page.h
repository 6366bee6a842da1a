// The page of environments, docs/environments.md, in Markdown.
#pragma once

#include <string>

#include "envs/core/registry.h"

namespace saccade {

/// A table of all environments, then a section about each, with the picture
/// "environments/ID.png" beside the page.  Makes each with its defaults once; throws what that
/// throws.
std::string environments_page(const Registry& registry);

/// The section about one of them.
std::string environment_section(const EnvironmentEntry& entry);

}  // namespace saccade

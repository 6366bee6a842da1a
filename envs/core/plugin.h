// What a shared library exports so that its environments can be loaded by name.
//
//   void add_environments(saccade::Registry& registry) { registry.add({...}); }
//   SACCADE_PLUGIN(add_environments)
//
// A plug-in needs these headers alone: it links nothing of Saccade.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

/// Changes whenever a header of envs/core changes incompatibly.
inline constexpr int kPluginVersion = 11;

/// The first thing that is read from a plug-in; its layout never changes.
struct PluginHeader {
  int version;           ///< kPluginVersion the plug-in was built with.
  const char* compiler;  ///< SACCADE_COMPILER it was built with.
  void (*add_environments)(Registry&);
};

}  // namespace saccade

// Classes cross the border, so the standard library's binary interface must be the same.
#if defined(__GLIBCXX__)
#define SACCADE_COMPILER "libstdc++"
#else
#define SACCADE_COMPILER "libc++"
#endif

#define SACCADE_PLUGIN_SYMBOL saccade_plugin
#define SACCADE_PLUGIN(function)                                                                  \
  extern "C" __attribute__((visibility("default")))                                               \
  const saccade::PluginHeader SACCADE_PLUGIN_SYMBOL;                                              \
  const saccade::PluginHeader SACCADE_PLUGIN_SYMBOL = {saccade::kPluginVersion, SACCADE_COMPILER, \
                                                       function};

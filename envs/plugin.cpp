#include "envs/core/plugin.h"

#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>
#include <filesystem>
#include <string>

#include "envs/builtin.h"

namespace saccade {
namespace {

#define SACCADE_STRING_OF(text) #text
#define SACCADE_STRING(macro) SACCADE_STRING_OF(macro)
constexpr const char* kSymbol = SACCADE_STRING(SACCADE_PLUGIN_SYMBOL);

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error("plug-in " + path + ": " + why);
}

// The library is never unloaded: its code must outlive every environment that it makes.
boost::dll::shared_library open_library(const std::string& path) {
  using Mode = boost::dll::load_mode::type;
  if (!std::filesystem::exists(path)) refuse(path, "there is no such file");
  if (std::filesystem::is_directory(path)) refuse(path, "is a folder, wanted a shared library");
  if (!std::filesystem::is_regular_file(path)) refuse(path, "is no regular file");
  const std::string full_path = std::filesystem::absolute(path).string();
  try {
    return boost::dll::shared_library(
        full_path, boost::dll::load_mode::rtld_now | static_cast<Mode>(RTLD_NODELETE));
  } catch (const boost::system::system_error& error) {
    refuse(path, std::string("cannot be loaded as a shared library: ") + error.what());
  }
}

const PluginHeader& read_header(const boost::dll::shared_library& library,
                                const std::string& path) {
  if (!library.has(kSymbol)) {
    refuse(path, std::string("exports no symbol ") + kSymbol +
                     "; an environment library ends with SACCADE_PLUGIN(function)");
  }
  const PluginHeader& header = library.get<const PluginHeader>(kSymbol);
  if (header.version != kPluginVersion) {
    refuse(path, "was built for plug-in version " + std::to_string(header.version) +
                     ", wanted version " + std::to_string(kPluginVersion) + ": build it again");
  }
  if (header.compiler != std::string(SACCADE_COMPILER)) {
    refuse(path, std::string("was built with the standard library ") + header.compiler +
                     ", wanted " + SACCADE_COMPILER);
  }
  return header;
}

}  // namespace

void load_plugin(Registry& registry, const std::string& path) {
  const boost::dll::shared_library library = open_library(path);
  const PluginHeader& header = read_header(library, path);
  Registry extended = registry;  // All of its environments are added, or none.
  try {
    header.add_environments(extended);
  } catch (const std::exception& error) {
    refuse(path, std::string("failed to register its environments: ") + error.what());
  } catch (...) {
    refuse(path, "failed to register its environments: threw something that is no std::exception");
  }
  if (extended.entries().size() == registry.entries().size()) {
    refuse(path, "registers no environment");
  }
  registry = std::move(extended);
}

}  // namespace saccade

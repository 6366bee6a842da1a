// Files inside a page.
#pragma once

#include <string>
#include <string_view>

namespace saccade {

/// Base 64 with padding (RFC 4648, section 4).
std::string base64(std::string_view bytes);

/// The media type of a film or picture by its first bytes: image/gif, image/png, video/mp4; "" for
/// anything else.
std::string media_type(std::string_view bytes);

/// "data:<type>;base64,..." (RFC 2397).
std::string data_uri(const std::string& type, std::string_view bytes);

}  // namespace saccade

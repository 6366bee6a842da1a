#include "experiments/header/text/code_parts.h"

#include <algorithm>
#include <stdexcept>

#include "experiments/header/text/code_files.h"
#include "experiments/new_env/chosen_text.h"

namespace saccade {

namespace {

constexpr std::string_view kInclude = "#include \"experiments/header/code/";
constexpr std::string_view kBegin = "namespace saccade::header_code {\n";
constexpr std::string_view kEnd = "}  // namespace saccade::header_code\n";

std::string_view text_of(const std::string& name) {
  for (const CodeFile& file : code_files()) {
    if (file.name == name) return file.text;
  }
  throw std::logic_error("header/code/" + name + " is not in the program");
}

/// Files of header/code that the text includes.
std::vector<std::string> included(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find(kInclude); at != std::string_view::npos;
       at = text.find(kInclude, at + 1)) {
    const std::size_t begin = at + kInclude.size();
    names.emplace_back(text.substr(begin, text.find('"', begin) - begin));
  }
  return names;
}

/// What stands in the namespace, without the empty lines around it, nor more than one in a row.
std::string body_of(std::string_view text) {
  const std::size_t begin = text.find(kBegin) + kBegin.size();
  const std::string_view inside = text.substr(begin, text.rfind(kEnd) - begin);
  std::string body;
  for (const char c : inside) {
    const bool third = c == '\n' && (body.empty() || body.ends_with("\n\n"));
    if (!third) body += c;
  }
  while (body.ends_with("\n\n")) body.pop_back();
  return body;
}

}  // namespace

std::string CodeParts::take(const std::string& name) {
  if (std::find(taken_.begin(), taken_.end(), name) != taken_.end()) return "";
  taken_.push_back(name);
  const std::string text = chosen_text(text_of(name), holds_);
  std::string result;
  for (const std::string& other : included(text)) result += take(other);
  const std::string body = name == "sizes.h" ? sizes_ : body_of(text);
  return body.empty() ? result : result + body + '\n';
}

}  // namespace saccade

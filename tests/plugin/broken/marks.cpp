// Native code that shows that it ran: as soon as it is loaded it makes the file that the variable
// SACCADE_TEST_MARK names.
#include <cstdlib>
#include <fstream>

namespace {

const bool marked = [] {
  const char* file = std::getenv("SACCADE_TEST_MARK");
  if (file) std::ofstream(file) << "here";
  return file != nullptr;
}();

}  // namespace

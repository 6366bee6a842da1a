// What the tests use of Catch2 2's one header, out of the headers of Catch2 3.  A build with Catch2 3
// finds this file in the place of that header; it goes when Catch2 2 is no longer supported.
#pragma once
#include <catch2/catch_approx.hpp>
#include <catch2/catch_session.hpp>
#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <catch2/matchers/catch_matchers_vector.hpp>

#include <string>

namespace Catch {
namespace Matchers {
// Of a string; in Catch2 3, where this file does not include it, the name belongs to ranges.
inline StringContainsMatcher Contains(const std::string& part) {
  return ContainsSubstring(part);
}
}  // namespace Matchers
using namespace Matchers;
}  // namespace Catch

using Catch::Approx;

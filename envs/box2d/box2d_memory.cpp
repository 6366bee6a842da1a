// Box2D asks for memory through these two functions and does not look whether it got some.  Ours
// are found before its own (the linker is told to take them: CMakeLists.txt), and throw.
#include <box2d/b2_settings.h>

#include <cstdlib>
#include <new>

void* b2Alloc_Default(int32 size) {
  if (void* memory = std::malloc(static_cast<std::size_t>(size))) return memory;
  throw std::bad_alloc();
}

void b2Free_Default(void* memory) {
  std::free(memory);
}

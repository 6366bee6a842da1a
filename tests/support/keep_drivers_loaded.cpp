// For the leak checker only.  Graphics drivers are loaded on demand and keep memory for the life of
// the process; when they are unloaded, that memory can no longer be told from a leak of ours.  So
// they stay loaded, and what leaks inside of them is theirs.
#ifdef __SANITIZE_ADDRESS__

extern "C" {
int dlclose(void*);
const char* __lsan_default_suppressions();
const char* __lsan_default_options();

int dlclose(void* /*library*/) {
  return 0;
}

const char* __lsan_default_suppressions() {
  return "leak:_dri.so\n"
         "leak:libGLX_mesa.so\n";
}

const char* __lsan_default_options() {
  return "print_suppressions=0";  // What is printed is what the program prints.
}
}

#endif

/* System calls that fail when a test says so; loaded with LD_PRELOAD into a server and the processes it starts.

   The file that FAULTS names holds which call fails, how many of its uses succeed before, with what error, and
   how often it has failed. Every process has the file mapped, so that a use counts wherever it happens. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NONE, OPEN, READ, WRITE, SYNC, FORK, PIPE };

struct faults {
  _Atomic int call, left, error, failed;
};

static struct faults none, *faults = &none;

__attribute__((constructor)) static void find(void) {
  const char *path = getenv("FAULTS");
  int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  if (file < 0)
    return;
  void *at = mmap(0, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (at != MAP_FAILED)
    faults = at;
}

static int fails(int call) {
  if (faults->call != call || atomic_fetch_sub(&faults->left, 1) != 0)
    return 0;
  faults->failed++;
  errno = faults->error;
  return 1;
}

/* Of files alone: what an event loop reads and writes at its own descriptors never fails on a real system. */
static int disk_fails(int call, int file) {
  struct stat found;
  return faults->call == call && fstat(file, &found) == 0 && S_ISREG(found.st_mode) && fails(call);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPENING(name)                                                                                                  \
  int name(const char *path, int flags, ...) {                                                                         \
    va_list rest;                                                                                                      \
    va_start(rest, flags);                                                                                             \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;                                                  \
    va_end(rest);                                                                                                      \
    return fails(OPEN) ? -1 : NEXT(name)(path, flags, mode);                                                           \
  }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                                                               \
  int name(int folder, const char *path, int flags, ...) {                                                             \
    va_list rest;                                                                                                      \
    va_start(rest, flags);                                                                                             \
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;                                                  \
    va_end(rest);                                                                                                      \
    return fails(OPEN) ? -1 : NEXT(name)(folder, path, flags, mode);                                                   \
  }
OPENING_AT(openat)
OPENING_AT(openat64)

ssize_t read(int file, void *to, size_t size) { return disk_fails(READ, file) ? -1 : NEXT(read)(file, to, size); }
ssize_t pread(int file, void *to, size_t size, off_t at) { return disk_fails(READ, file) ? -1 : NEXT(pread)(file, to, size, at); }
ssize_t pread64(int file, void *to, size_t size, off64_t at) {
  return disk_fails(READ, file) ? -1 : NEXT(pread64)(file, to, size, at);
}
ssize_t write(int file, const void *from, size_t size) { return disk_fails(WRITE, file) ? -1 : NEXT(write)(file, from, size); }
ssize_t pwrite(int file, const void *from, size_t size, off_t at) {
  return disk_fails(WRITE, file) ? -1 : NEXT(pwrite)(file, from, size, at);
}
ssize_t pwrite64(int file, const void *from, size_t size, off64_t at) {
  return disk_fails(WRITE, file) ? -1 : NEXT(pwrite64)(file, from, size, at);
}
int fsync(int file) { return fails(SYNC) ? -1 : NEXT(fsync)(file); }
int fdatasync(int file) { return fails(SYNC) ? -1 : NEXT(fdatasync)(file); }
pid_t fork(void) { return fails(FORK) ? -1 : NEXT(fork)(); }
int pipe(int ends[2]) { return fails(PIPE) ? -1 : NEXT(pipe)(ends); }
int pipe2(int ends[2], int flags) { return fails(PIPE) ? -1 : NEXT(pipe2)(ends, flags); }
int socketpair(int domain, int kind, int protocol, int ends[2]) {
  return fails(PIPE) ? -1 : NEXT(socketpair)(domain, kind, protocol, ends);
}

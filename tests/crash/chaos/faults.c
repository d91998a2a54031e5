/* Preloaded into `jauge`: counts the calls that change what lies below a folder, and lets the n-th fail.
 *
 *   CHAOS_UNDER  the folder
 *   CHAOS_LOG    a file outside of it that gets a line a call: its number, its kind, its path
 *   CHAOS_AT     the number of the call that fails; none fails where it is not set
 *   CHAOS_HOW    eio: this call fails, the next ones work
 *                enospc: the disk is full from this call on
 *                kill: the process is killed at this call, as by SIGKILL
 *
 * A write that fails has written half of its bytes. Only calls through the C library are seen, which are those of Rust's
 * standard library; a crate that calls the kernel itself (rustix) goes unseen. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int calls, full;

static int fails_with(const char *how) {
  const char *wanted = getenv("CHAOS_HOW");
  return wanted && !strcmp(wanted, how);
}

/* Whether `path`, seen from the folder `dir`, lies below the folder that is watched; `out` is the path as the log has it. */
static int below(int dir, const char *path, char *out) {
  const char *under = getenv("CHAOS_UNDER");
  char whole[2 * PATH_MAX], link[64];
  if (!under || !path) return 0;
  if (path[0] == '/') {
    snprintf(whole, sizeof whole, "%s", path);
  } else {
    snprintf(link, sizeof link, dir == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", dir);
    ssize_t length = readlink(link, whole, PATH_MAX - 1);
    if (length < 0) return 0;
    snprintf(whole + length, sizeof whole - length, "/%s", path);
  }
  size_t length = strlen(under);
  if (strncmp(whole, under, length) || whole[length] != '/') return 0;
  snprintf(out, PATH_MAX, "%.*s", PATH_MAX - 1, whole + length + 1);
  return 1;
}

static int is_below(int fd, char *out) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return path[0] == '/' && below(AT_FDCWD, path, out);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* One call of `kind` at `path`: the error it has to fail with, 0 where it works. A `write` is killed by its caller. */
static int fault(const char *kind, const char *path) {
  const char *at = getenv("CHAOS_AT"), *log = getenv("CHAOS_LOG");
  int nth = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST), hit = at && atoi(at) == nth;
  if (log) {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%d %s %s%s\n", nth, kind, path, hit ? " <- fails" : "");
    int fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd >= 0) {
      syscall(SYS_write, fd, line, length);
      syscall(SYS_close, fd);
    }
  }
  int grows = !strcmp(kind, "open") || !strcmp(kind, "write") || !strcmp(kind, "mkdir") || !strcmp(kind, "link");
  if (hit && fails_with("kill") && strcmp(kind, "write")) die();
  if (hit && fails_with("enospc")) full = 1;
  if (hit && fails_with("kill")) return EINTR;
  if (hit && fails_with("eio")) return EIO;
  return hit || (full && grows) ? ENOSPC : 0;
}

#define FAIL_AT(dir, path, kind)                                   \
  do {                                                             \
    char where[PATH_MAX];                                          \
    int error = below(dir, path, where) ? fault(kind, where) : 0;  \
    if (error) {                                                   \
      errno = error;                                               \
      return -1;                                                   \
    }                                                              \
  } while (0)

#define FAIL_FD(fd, kind)                                          \
  do {                                                             \
    char where[PATH_MAX];                                          \
    int error = is_below(fd, where) ? fault(kind, where) : 0;      \
    if (error) {                                                   \
      errno = error;                                               \
      return -1;                                                   \
    }                                                              \
  } while (0)

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC); }

#define OPEN(name)                                                 \
  int name(const char *path, int flags, ...) {                     \
    va_list rest;                                                  \
    va_start(rest, flags);                                         \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                  \
    if (writes(flags)) FAIL_AT(AT_FDCWD, path, "open");            \
    return NEXT(name)(path, flags, mode);                          \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                               \
  int name(int dir, const char *path, int flags, ...) {            \
    va_list rest;                                                  \
    va_start(rest, flags);                                         \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                  \
    if (writes(flags)) FAIL_AT(dir, path, "open");                 \
    return NEXT(name)(dir, path, flags, mode);                     \
  }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) {
  FAIL_AT(AT_FDCWD, path, "open");
  return NEXT(creat)(path, mode);
}

/* What comes of a write that has to fail: half of its bytes are there. */
static ssize_t half(int error, ssize_t written) {
  if (fails_with("kill")) die();
  if (error == ENOSPC && written > 0) return written;
  errno = error;
  return -1;
}

static int write_fault(int fd) {
  char where[PATH_MAX];
  int full_before = full, error = is_below(fd, where) ? fault("write", where) : 0;
  /* The second write to a full disk writes nothing. */
  return error == ENOSPC && full_before ? -error : error;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  int error = write_fault(fd);
  if (error < 0) return errno = -error, -1;
  return error ? half(error, NEXT(write)(fd, bytes, length / 2)) : NEXT(write)(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  int error = write_fault(fd);
  if (error < 0) return errno = -error, -1;
  return error ? half(error, NEXT(writev)(fd, parts, count / 2)) : NEXT(writev)(fd, parts, count);
}

#define PWRITE(name, offset_t)                                     \
  ssize_t name(int fd, const void *bytes, size_t length, offset_t at) { \
    int error = write_fault(fd);                                   \
    if (error < 0) return errno = -error, -1;                      \
    return error ? half(error, NEXT(name)(fd, bytes, length / 2, at)) : NEXT(name)(fd, bytes, length, at); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* How `fs::copy` writes. */
ssize_t copy_file_range(int from, off64_t *at, int into, off64_t *to, size_t length, unsigned flags) {
  int error = write_fault(into);
  if (error < 0) return errno = -error, -1;
  return error ? half(error, 0) : NEXT(copy_file_range)(from, at, into, to, length, flags);
}

int ftruncate64(int fd, off64_t length) {
  FAIL_FD(fd, "truncate");
  return NEXT(ftruncate64)(fd, length);
}

int fsync(int fd) {
  FAIL_FD(fd, "fsync");
  return NEXT(fsync)(fd);
}

int fdatasync(int fd) {
  FAIL_FD(fd, "fsync");
  return NEXT(fdatasync)(fd);
}

int link(const char *from, const char *to) {
  FAIL_AT(AT_FDCWD, to, "link");
  return NEXT(link)(from, to);
}

int linkat(int dir, const char *from, int into, const char *to, int flags) {
  FAIL_AT(into, to, "link");
  return NEXT(linkat)(dir, from, into, to, flags);
}

int rename(const char *from, const char *to) {
  FAIL_AT(AT_FDCWD, to, "rename");
  return NEXT(rename)(from, to);
}

int renameat(int dir, const char *from, int into, const char *to) {
  FAIL_AT(into, to, "rename");
  return NEXT(renameat)(dir, from, into, to);
}

int renameat2(int dir, const char *from, int into, const char *to, unsigned flags) {
  FAIL_AT(into, to, "rename");
  return NEXT(renameat2)(dir, from, into, to, flags);
}

int unlink(const char *path) {
  FAIL_AT(AT_FDCWD, path, "unlink");
  return NEXT(unlink)(path);
}

int unlinkat(int dir, const char *path, int flags) {
  FAIL_AT(dir, path, "unlink");
  return NEXT(unlinkat)(dir, path, flags);
}

int rmdir(const char *path) {
  FAIL_AT(AT_FDCWD, path, "unlink");
  return NEXT(rmdir)(path);
}

int mkdir(const char *path, mode_t mode) {
  FAIL_AT(AT_FDCWD, path, "mkdir");
  return NEXT(mkdir)(path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode) {
  FAIL_AT(dir, path, "mkdir");
  return NEXT(mkdirat)(dir, path, mode);
}

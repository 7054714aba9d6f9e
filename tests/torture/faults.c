/* Loaded before the C library (LD_PRELOAD): lets chosen calls on files below one folder fail, as a dying disk does.
   torture_arm says which: the call number `at` (0: none), that one only or all from then on, or one in `every`. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char root[4096];
static long at, calls;
static int sticky, code, reads;
static unsigned every, seed;

void torture_arm(const char *folder, long number, int forever, int error, unsigned one_in, unsigned start, int also_reads) {
    snprintf(root, sizeof root, "%s", folder);
    at = number; sticky = forever; code = error; every = one_in; seed = start; reads = also_reads; calls = 0;
}

long torture_calls(void) { return calls; }

static int fails(const char *path) {
    if (!root[0] || strncmp(path, root, strlen(root))) return 0;
    calls++;
    int now = at && (calls == at || (sticky && calls > at));
    if (every) { seed = seed * 1103515245u + 12345u; now = (seed >> 16) % every == 0; }
    if (now) errno = code;
    return now;
}

static int fails_fd(int fd) {
    char link[64], path[4096];
    if (!root[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    int before = errno, now = fails(path);
    if (!now) errno = before;
    return now;
}

#define NEXT(name) static __typeof__(name) *next; if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *b, size_t n) { NEXT(write); return fails_fd(fd) ? -1 : next(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { NEXT(pwrite); return fails_fd(fd) ? -1 : next(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { NEXT(pwrite64); return fails_fd(fd) ? -1 : next(fd, b, n, o); }
ssize_t pread(int fd, void *b, size_t n, off_t o) { NEXT(pread); return reads && fails_fd(fd) ? -1 : next(fd, b, n, o); }
ssize_t pread64(int fd, void *b, size_t n, off64_t o) { NEXT(pread64); return reads && fails_fd(fd) ? -1 : next(fd, b, n, o); }
int fsync(int fd) { NEXT(fsync); return fails_fd(fd) ? -1 : next(fd); }
int fdatasync(int fd) { NEXT(fdatasync); return fails_fd(fd) ? -1 : next(fd); }
int ftruncate(int fd, off_t n) { NEXT(ftruncate); return fails_fd(fd) ? -1 : next(fd, n); }
int ftruncate64(int fd, off64_t n) { NEXT(ftruncate64); return fails_fd(fd) ? -1 : next(fd, n); }
int rename(const char *a, const char *b) { NEXT(rename); return fails(a) ? -1 : next(a, b); }
int unlink(const char *a) { NEXT(unlink); return fails(a) ? -1 : next(a); }
int mkdir(const char *a, mode_t m) { NEXT(mkdir); return fails(a) ? -1 : next(a, m); }

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        NEXT(name); va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
        return (flags & (O_WRONLY | O_RDWR)) && fails(path) ? -1 : next(path, flags, mode); }
OPENING(open)
OPENING(open64)

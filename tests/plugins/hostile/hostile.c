/*
 * A plugin that means harm: it goes around its own side of the contract, and at whoever runs it. What it does is the setting `deed`.
 *
 * Deeds that are refused are told as notes, so that a test can read which were not.
 */
#define _GNU_SOURCE
#include "jauge_plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Kinds of frames, and the descriptor they go by. */
enum { DONE = 10, ROWS = 12, LOG = 13, PROGRESS = 14, REJECT = 15, ASK_SECRET = 16, WIRE = 0 };

static const jauge_host *host;
static char settings[4096];

static const char DESCRIPTION[] =
    "{\"name\": \"hostile\", \"version\": \"0.1.0\", \"says\": \"Means harm\","
    " \"sources\": {\"hostile\": {\"says\": \"Means harm\", \"config\": {\"type\": \"object\", \"properties\": {"
    "  \"deed\": {\"type\": \"string\"}, \"target\": {\"type\": \"string\"}, \"count\": {\"type\": \"integer\"}}}}},"
    " \"permissions\": {\"network\": false, \"paths\": []}}";

/* ---- What it is told and tells ---- */

static int does(const char *deed) {
  char wanted[128];
  snprintf(wanted, sizeof wanted, "\"deed\":\"%s\"", deed);
  return strstr(settings, wanted) != NULL;
}

static const char *target(void) {
  static char text[1024];
  const char *start = strstr(settings, "\"target\":\"");
  size_t length = 0;
  if (start != NULL)
    for (start += 10; start[length] != 0 && start[length] != '"' && length + 1 < sizeof text; length++) text[length] = start[length];
  text[length] = 0;
  return text;
}

static int64_t count(void) {
  const char *start = strstr(settings, "\"count\":");
  return start == NULL ? 2 : strtoll(start + 8, NULL, 10);
}

static void note(const char *text) { host->log(host->context, 1, (jauge_slice){text, strlen(text)}); }

static void put(const void *bytes, size_t length) {
  const char *next = bytes;
  while (length > 0) {
    ssize_t written = write(WIRE, next, length);
    if (written > 0) next += written, length -= (size_t)written;
    else if (errno != EINTR && errno != EAGAIN) return;
  }
}

static void head(unsigned char kind, uint32_t length) {
  unsigned char bytes[5] = {kind, (unsigned char)length, (unsigned char)(length >> 8), (unsigned char)(length >> 16), (unsigned char)(length >> 24)};
  put(bytes, sizeof bytes);
}

static void frame(unsigned char kind, const void *bytes, uint32_t length) {
  head(kind, length);
  put(bytes, length);
}

/* A frame of `length` times the byte `of`. */
static void long_frame(unsigned char kind, char of, size_t length) {
  char *bytes = malloc(length);
  if (bytes == NULL) return;
  memset(bytes, of, length);
  frame(kind, bytes, (uint32_t)length);
  free(bytes);
}

/* ---- System calls ---- */

static char permitted[4096];

/* Remembers `name` where the kernel did more than to refuse it. */
static void tried(const char *name, long result) {
  if (result < 0 && (errno == EPERM || errno == ENOSYS || errno == EACCES)) return;
  size_t length = strlen(permitted);
  snprintf(permitted + length, sizeof permitted - length, " %s", name);
  if (result >= 3) close((int)result);
}

#define TRY(name, ...) (errno = 0, tried(#name, syscall(SYS_##name, __VA_ARGS__)))

static void try_files(const char *path) {
  struct timespec times[2] = {{1, 0}, {1, 0}};
  TRY(fchmodat, AT_FDCWD, path, 0666);
  TRY(fchownat, AT_FDCWD, path, 65534, 65534, 0);
  TRY(utimensat, AT_FDCWD, path, times, 0);
  TRY(setxattr, path, "user.hostile", "1", 1, 0);
  TRY(lsetxattr, path, "user.hostile", "1", 1, 0);
  TRY(removexattr, path, "user.hostile");
  TRY(truncate, path, 0);
  TRY(linkat, AT_FDCWD, path, AT_FDCWD, "/tmp/hostile-link", 0);
  TRY(symlinkat, path, AT_FDCWD, "/tmp/hostile-symlink");
  TRY(renameat2, AT_FDCWD, path, AT_FDCWD, "/tmp/hostile-renamed", 0);
  TRY(unlinkat, AT_FDCWD, path, 0);
  TRY(mkdirat, AT_FDCWD, "/tmp/hostile-folder", 0700);
  TRY(mknodat, AT_FDCWD, "/tmp/hostile-node", S_IFIFO | 0600, 0);
  TRY(openat, AT_FDCWD, path, O_RDONLY);
  TRY(openat, AT_FDCWD, path, O_WRONLY | O_TRUNC);
  TRY(name_to_handle_at, AT_FDCWD, path, NULL, NULL, 0);
  TRY(open_by_handle_at, AT_FDCWD, NULL, 0);
  TRY(inotify_init1, 0);
  TRY(fanotify_init, 0, 0);
#ifdef SYS_chmod
  TRY(chmod, path, 0666);
  TRY(chown, path, 65534, 65534);
  TRY(unlink, path);
  TRY(rename, path, "/tmp/hostile-renamed");
#endif
}

static void try_machine(void) {
  char name[256] = "";
  gethostname(name, sizeof name);
  TRY(sethostname, name, strlen(name));
  TRY(setdomainname, "", 0);
  TRY(clock_settime, 99, NULL);
  TRY(clock_adjtime, 99, NULL);
  TRY(adjtimex, NULL);
  TRY(settimeofday, NULL, NULL);
  TRY(fsopen, "tmpfs", 0);
  TRY(fsconfig, -1, 0, NULL, NULL, 0);
  TRY(fsmount, -1, 0, 0);
  TRY(fspick, AT_FDCWD, "/", 0);
  TRY(open_tree, AT_FDCWD, "/", 0);
  TRY(move_mount, -1, "", -1, "", 0);
  TRY(mount_setattr, AT_FDCWD, "/", 0, NULL, 0);
  TRY(mount, "none", "/nowhere", "tmpfs", 0, NULL);
  TRY(umount2, "/nowhere", 0);
  TRY(pivot_root, "/nowhere", "/nowhere");
  TRY(chroot, "/nowhere");
  TRY(swapon, "/nowhere", 0);
  TRY(acct, "/nowhere");
  TRY(syslog, 10, NULL, 0);
  TRY(reboot, 0, 0, 0, NULL);
  TRY(init_module, NULL, 0, "");
  TRY(finit_module, -1, "", 0);
  TRY(delete_module, "hostile", 0);
  TRY(personality, 0xffffffff);
}

static void try_kernel(void) {
  TRY(io_uring_setup, 1, NULL);
  TRY(io_uring_enter, -1, 0, 0, 0, NULL, 0);
  TRY(io_uring_register, -1, 0, NULL, 0);
  TRY(keyctl, 0, -3, 0, 0, 0);
  TRY(add_key, "user", "hostile", "1", 1, -2);
  TRY(request_key, "user", "hostile", NULL, 0);
  TRY(bpf, 0, NULL, 0);
  TRY(perf_event_open, NULL, 0, -1, -1, 0);
  TRY(userfaultfd, 0);
  TRY(memfd_create, "hostile", 0);
  TRY(shmget, 0, 4096, 0600);
  TRY(msgget, 0, 0600);
  TRY(semget, 0, 1, 0600);
  TRY(mq_open, "/hostile", O_RDONLY, 0, NULL);
  TRY(landlock_create_ruleset, NULL, 0, 1);
  TRY(seccomp, 2, 0, NULL);
  TRY(unshare, 0x10000000);
  TRY(setns, -1, 0);
}

static void try_processes(void) {
  struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
  pid_t parent = getppid();
  TRY(prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0);
  TRY(prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
  TRY(prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  TRY(process_vm_readv, parent, NULL, 0, NULL, 0, 0);
  TRY(process_vm_writev, parent, NULL, 0, NULL, 0, 0);
  TRY(ptrace, 0x4206, parent, 0, 0);
  TRY(kcmp, parent, parent, 0, 0, 0);
  TRY(pidfd_open, parent, 0);
  TRY(kill, parent, 0);
  TRY(tkill, parent, 0);
  TRY(tgkill, parent, parent, 0);
  TRY(rt_sigqueueinfo, parent, 0, NULL);
  TRY(execve, "/bin/true", NULL, NULL);
  TRY(execveat, AT_FDCWD, "/bin/true", NULL, NULL, 0);
  TRY(prlimit64, 0, RLIMIT_NOFILE, &more, NULL);
  TRY(setrlimit, RLIMIT_NOFILE, &more);
  TRY(setpriority, PRIO_PROCESS, 0, 0);
  TRY(sched_setaffinity, parent, 0, NULL);
  TRY(sched_setscheduler, parent, 0, NULL);
  TRY(setsid, 0);
  TRY(setpgid, 0, 0);
  TRY(setuid, getuid());
  TRY(capset, NULL, NULL);
#ifdef SYS_fork
  errno = 0;
  long child = syscall(SYS_fork);
  if (child == 0) _exit(0);
  tried("fork", child);
#endif
}

static void try_descriptors(void) {
  static const struct { int domain, type; const char *name; } SOCKETS[] = {
      {AF_UNIX, SOCK_STREAM, "AF_UNIX"}, {AF_INET, SOCK_STREAM, "AF_INET"}, {AF_INET6, SOCK_DGRAM, "AF_INET6"},
      {AF_NETLINK, SOCK_RAW, "AF_NETLINK"}, {AF_PACKET, SOCK_RAW, "AF_PACKET"}, {38, SOCK_SEQPACKET, "AF_ALG"},
      {40, SOCK_STREAM, "AF_VSOCK"}, {AF_INET, SOCK_RAW, "raw"}};
  for (size_t i = 0; i < sizeof SOCKETS / sizeof *SOCKETS; i++) {
    errno = 0;
    tried(SOCKETS[i].name, syscall(SYS_socket, SOCKETS[i].domain, SOCKETS[i].type, 0));
  }
  TRY(ioctl, WIRE, TIOCSTI, "x");
  TRY(fcntl, WIRE, F_SETOWN, getppid());
  TRY(fcntl, WIRE, F_SETSIG, 9);
  TRY(ftruncate, 1, 0);
  TRY(listen, WIRE, 1);
  TRY(sendmsg, WIRE, NULL, 0);
#ifdef __x86_64__
  /* The same call by the number that x32 has for it. */
  errno = 0;
  tried("x32", syscall(0x40000000 | SYS_getpid));
#endif
}

static void try_calls(void) {
  try_files(target());
  try_machine();
  try_kernel();
  try_processes();
  try_descriptors();
  char text[4200];
  snprintf(text, sizeof text, "permitted:%s.", permitted[0] == 0 ? " nothing" : permitted);
  note(text);
}

/* ---- Threads, descriptors, ends ---- */

static void *idle(void *unused) {
  for (;;) pause();
  return unused;
}

static void start_threads(void) {
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 16384);
  pthread_t thread;
  int started = 0;
  while (started < 5000 && pthread_create(&thread, &small, idle, NULL) == 0) started++;
  char text[64];
  snprintf(text, sizeof text, "started %s threads", started < 200 ? "fewer than 200" : "too many");
  note(text);
}

static void list_descriptors(void) {
  char text[256] = "descriptors:";
  for (int number = 3; number < 256; number++) {
    char link[64], path[128];
    snprintf(link, sizeof link, "/proc/self/fd/%d", number);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0 || strncmp(path, "socket:", 7) == 0 || strncmp(path, "/memfd:jauge-plugin", 19) == 0) continue;
    size_t end = strlen(text);
    path[length] = 0;
    snprintf(text + end, sizeof text - end, " %.*s", (int)length, path);
  }
  strncat(text, ".", sizeof text - strlen(text) - 1);
  note(text);
}

static void never_end(void) { idle(NULL); }

/* Stays where its host dies, if anything lets it. */
static void stay(void) {
  prctl(PR_SET_PDEATHSIG, 0);
  atexit(never_end);
  idle(NULL);
}

/* ---- Frames ---- */

static void flood(void) {
  static const char WORD[] = "\1flood";
  if (does("log_flood")) for (;;) frame(LOG, WORD, sizeof WORD - 1);
  if (does("progress_flood")) for (;;) frame(PROGRESS, "\1\0\0\0\0\0\0\0", 8);
  if (does("rows_flood")) for (;;) frame(ROWS, "", 0);
  if (does("secret_flood")) for (;;) frame(ASK_SECRET, "nothing", 7);
  static const char ROW[] = "{\"stream\":\"s\",\"line\":1,\"reason\":\"r\"}";
  if (does("reject_flood")) for (;;) frame(REJECT, ROW, sizeof ROW - 1);
  if (does("drip")) for (;;) { /* a frame that comes byte by byte, and never whole */
    static int begun;
    if (!begun++) head(LOG, 8000);
    put("x", 1);
    usleep(100000);
  }
}

static void bombs(void) {
  enum { LONG = 200 << 20 };
  if (does("long_log")) for (int i = 0; i < 20; i++) long_frame(LOG, 'n', LONG);
  if (does("long_reject")) for (int i = 0; i < 20; i++) long_frame(REJECT, 'r', LONG);
  if (does("long_rows")) for (int i = 0; i < 20; i++) long_frame(ROWS, '\0', LONG);
  if (does("long_done")) for (int i = 0; i < 20; i++) long_frame(DONE, '[', LONG);
  if (does("long_kind")) long_frame(99, 'x', LONG);
  if (does("whole_rejects")) { /* each as long as one may be */
    static char reject[65536];
    for (int line = 1; line <= 4000; line++) {
      int start = snprintf(reject, sizeof reject, "{\"stream\":\"s\",\"line\":%d,\"value\":\"", line);
      memset(reject + start, 'v', 60000);
      int end = snprintf(reject + start + 60000, 64, "\",\"reason\":\"r\"}");
      frame(REJECT, reject, (uint32_t)(start + 60000 + end));
    }
  }
}

static void say_escapes(void) {
  note("harmless \x1b]0;TITLE\x07\x1b[2J\x1b[1;31mfake\x1b[0m\r\x1b[K");
  static const char REJECT_TEXT[] = "{\"stream\":\"s\",\"line\":1,\"column\":\"c\\u001b[32m\",\"value\":\"v\",\"reason\":\"r\\u001b]8;;x\\u0007\"}";
  host->reject(host->context, (jauge_slice){REJECT_TEXT, sizeof REJECT_TEXT - 1});
}

/* ---- The contract ---- */

static jauge_status streams(jauge_source *source, jauge_text *json, jauge_text *error) {
  (void)source;
  if (does("calls")) try_calls();
  if (does("threads")) start_threads();
  if (does("descriptors")) list_descriptors();
  if (does("stay")) stay();
  if (does("closes_wire")) { close(WIRE); for (int number = 3; number < 64; number++) close(number); idle(NULL); }
  flood();
  bombs();
  if (does("escapes")) say_escapes();
  if (does("escaped_error")) {
    static const char TEXT[] = "bad \x1b]0;T\x07\x1b[31mred\x1b[0m message";
    *error = (jauge_text){TEXT, sizeof TEXT - 1, NULL, NULL};
    return JAUGE_READ;
  }
  static const char LIST[] = "[{\"name\": \"s\"}]";
  *json = (jauge_text){LIST, sizeof LIST - 1, NULL, NULL};
  return JAUGE_OK;
}

static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }

static int columns(struct ArrowSchema *out) {
  static struct ArrowSchema parts[2], *list[2] = {&parts[0], &parts[1]};
  parts[0] = (struct ArrowSchema){.format = "l", .name = "id", .flags = 2, .release = release_schema};
  parts[1] = (struct ArrowSchema){.format = does("nulls") ? "n" : "u", .name = "name", .flags = 2, .release = release_schema};
  int only_nulls = does("nulls");
  *out = (struct ArrowSchema){.format = "+s", .name = "", .n_children = only_nulls ? 1 : 2, .children = only_nulls ? list + 1 : list, .release = release_schema};
  return 0;
}

static jauge_status schema(jauge_source *source, jauge_slice stream, struct ArrowSchema *out, jauge_text *error) {
  (void)source, (void)stream, (void)error;
  return columns(out) == 0 ? JAUGE_OK : JAUGE_INTERNAL;
}

static int sent;

static void release_array(struct ArrowArray *array) { array->release = NULL; }

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  (void)stream;
  return columns(out);
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  (void)stream;
  static int64_t ids[2] = {1, 2};
  static struct ArrowArray parts[2], *list[2] = {&parts[0], &parts[1]};
  static int32_t offsets[3] = {0, 1, 2};
  static const char texts[] = "ab";
  static const void *numbers[2] = {NULL, ids}, *names[3] = {NULL, offsets, texts}, *none[1] = {NULL};
  *out = (struct ArrowArray){0};
  if (sent++ > 0) return 0;
  int only_nulls = does("nulls");
  int64_t rows = only_nulls ? count() : 2;
  parts[0] = (struct ArrowArray){.length = 2, .n_buffers = 2, .buffers = numbers, .release = release_array};
  parts[1] = only_nulls ? (struct ArrowArray){.length = rows, .null_count = rows, .release = release_array}
                        : (struct ArrowArray){.length = 2, .n_buffers = 3, .buffers = names, .release = release_array};
  *out = (struct ArrowArray){.length = rows, .n_buffers = 1, .buffers = none, .n_children = only_nulls ? 1 : 2, .children = only_nulls ? list + 1 : list, .release = release_array};
  return 0;
}

static const char *last_error(struct ArrowArrayStream *stream) {
  (void)stream;
  return "none";
}

static void release_stream(struct ArrowArrayStream *stream) { stream->release = NULL; }

static jauge_status scan(jauge_source *source, const jauge_scan *wanted, jauge_result *out, jauge_text *error) {
  (void)source, (void)wanted, (void)error;
  sent = 0;
  out->size = sizeof *out;
  out->rows = (struct ArrowArrayStream){get_schema, get_next, last_error, release_stream, NULL};
  return JAUGE_OK;
}

static void release(jauge_source *source) { (void)source; }

static jauge_status describe(jauge_plugin *plugin, jauge_text *json, jauge_text *error) {
  (void)plugin, (void)error;
  *json = (jauge_text){DESCRIPTION, sizeof DESCRIPTION - 1, NULL, NULL};
  return JAUGE_OK;
}

static jauge_status open_source(jauge_plugin *plugin, jauge_slice source, jauge_slice config, jauge_source *out, jauge_text *error) {
  (void)plugin, (void)source, (void)error;
  size_t length = config.length < sizeof settings - 1 ? config.length : sizeof settings - 1;
  memcpy(settings, config.data, length);
  settings[length] = 0;
  out->size = sizeof *out;
  out->streams = streams;
  out->schema = schema;
  out->scan = scan;
  out->release = release;
  return JAUGE_OK;
}

static void shut_down(jauge_plugin *plugin) { (void)plugin; }

JAUGE_EXPORT jauge_status jauge_plugin_v1(const jauge_host *given, jauge_plugin *out, jauge_text *error) {
  (void)error;
  host = given;
  out->size = sizeof *out;
  out->describe = describe;
  out->open = open_source;
  out->shutdown = shut_down;
  return JAUGE_OK;
}

/*
 * Runs a program as if the kernel were another: kernel WHAT PROGRAM [ARGUMENT]...
 *
 *   no-landlock   there is no landlock
 *   no-seccomp    there is no seccomp, for what runs here
 *   no-notices    seccomp can ask nobody
 *   landlock=N    landlock is of version N, and refuses what it did not know then
 *
 * The first three by a filter; the last by tracing, because a filter cannot answer with a number.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define NUMBER offsetof(struct seccomp_data, nr)
#define ARGUMENT(place) (offsetof(struct seccomp_data, args) + 8 * (place))
#define LOAD(place) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, place)
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, what)

static void install(struct sock_filter *steps, size_t length) {
  struct sock_fprog program = {(unsigned short)length, steps};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) {
    perror("seccomp");
    exit(70);
  }
}

/* `what` becomes of the call of this number. */
static void answer_call(int number, unsigned what) {
  struct sock_filter steps[] = {LOAD(NUMBER), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1), ANSWER(what), ANSWER(SECCOMP_RET_ALLOW)};
  install(steps, LENGTH(steps));
}

static void refuse_notices(void) {
  struct sock_filter steps[] = {
      LOAD(NUMBER), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 3),
      LOAD(ARGUMENT(1)), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, SECCOMP_FILTER_FLAG_NEW_LISTENER, 0, 1),
      ANSWER(SECCOMP_RET_ERRNO | EINVAL), ANSWER(SECCOMP_RET_ALLOW)};
  install(steps, LENGTH(steps));
}

/* ---- Landlock of another version ---- */

/* The rights that version `abi` knows. */
static uint64_t known_files(int abi) {
  int bits = abi < 2 ? 13 : abi < 3 ? 14 : abi < 5 ? 15 : 16;
  return (UINT64_C(1) << bits) - 1;
}

static int64_t create(pid_t process, int abi, uint64_t attributes, uint64_t length, uint64_t flags, int *passes) {
  uint64_t asked[3] = {0, 0, 0};
  if (flags == 1) return abi;
  struct iovec here = {asked, length < sizeof asked ? length : sizeof asked}, there = {(void *)(uintptr_t)attributes, here.iov_len};
  if (process_vm_readv(process, &here, 1, &there, 1, 0) < 0) return -EFAULT;
  uint64_t net = abi < 4 ? 0 : 3, scopes = abi < 6 ? 0 : 3;
  if ((asked[0] & ~known_files(abi)) != 0 || (asked[1] & ~net) != 0 || (asked[2] & ~scopes) != 0) return -EINVAL;
  *passes = 1;
  return 0;
}

static void at_call(pid_t process, int abi) {
  struct user_regs_struct registers;
  if (ptrace(PTRACE_GETREGS, process, NULL, &registers) != 0) return;
  int passes = 0;
  int64_t result = create(process, abi, registers.rdi, registers.rsi, registers.rdx, &passes);
  if (passes) return;
  registers.orig_rax = (unsigned long long)-1;
  registers.rax = (unsigned long long)result;
  ptrace(PTRACE_SETREGS, process, NULL, &registers);
}

static int trace(pid_t first, int abi) {
  long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
  int status, result = 70;
  if (waitpid(first, &status, 0) != first || ptrace(PTRACE_SETOPTIONS, first, NULL, options) != 0) return result;
  ptrace(PTRACE_CONT, first, NULL, 0);
  for (pid_t process; (process = waitpid(-1, &status, __WALL)) > 0;) {
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (process == first) result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      continue;
    }
    int signal = WSTOPSIG(status), event = status >> 16;
    if (event == PTRACE_EVENT_SECCOMP) at_call(process, abi);
    /* Stops of the tracing itself are not passed on: new processes begin with SIGSTOP. */
    int passed = event != 0 || signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
    ptrace(PTRACE_CONT, process, NULL, passed);
  }
  return result;
}

static int run_traced(int abi, char **command) {
  pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    raise(SIGSTOP);
    answer_call(SYS_landlock_create_ruleset, SECCOMP_RET_TRACE);
    execv(command[0], command);
    _exit(70);
  }
  return trace(child, abi);
}

int main(int count, char **words) {
  if (count < 3) return 64;
  if (strncmp(words[1], "landlock=", 9) == 0) return run_traced(atoi(words[1] + 9), words + 2);
  if (strcmp(words[1], "no-landlock") == 0) answer_call(SYS_landlock_create_ruleset, SECCOMP_RET_ERRNO | ENOSYS);
  if (strcmp(words[1], "no-seccomp") == 0) answer_call(SYS_seccomp, SECCOMP_RET_ERRNO | ENOSYS);
  if (strcmp(words[1], "no-notices") == 0) refuse_notices();
  execv(words[2], words + 2);
  perror(words[2]);
  return 70;
}

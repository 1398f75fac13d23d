"""The system calls that a program's process may make, each with its reason. Every other one is refused.

What is not here for a reason that is easily forgotten: whatever changes a path (`chmod`, `utime`, `setxattr`:
Landlock does not see them), names another process (`ptrace`, `process_vm_*`, `setpriority`, `pidfd_*`), makes
one (`clone`, `fork`, `execve`), makes a descriptor that is not a file (`socket`, `pipe`, `memfd`, `eventfd`,
`epoll`, `timerfd`, `inotify`, `io_uring`, `userfaultfd`), measures the page cache of others (`mincore`),
shares memory with a process (`shm*`, `mq_*`), or changes the process itself (`prctl`, `seccomp`,
`personality`, `set*id`, `arch_prctl`).
"""

import os
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class OneOf:
    """The lower 32 bits of an argument, all that counts where the kernel takes an int, are one of these."""

    argument: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """None of these bits is set in the lower 32 bits of an argument."""

    argument: int
    bits: int


@dataclass(frozen=True, slots=True)
class Null:
    """All 64 bits of an argument are 0: no pointer."""

    argument: int


@dataclass(frozen=True, slots=True)
class OwnProcess:
    """An argument is the id of the calling process."""

    argument: int


Condition: TypeAlias = OneOf | Without | Null | OwnProcess


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is allowed where all of its conditions hold; with None for a machine that does not have it.

    opens: whether it reads what a path names. Without Landlock, which says what paths, it is refused.
    """

    name: str
    x86_64: int | None
    arm64: int | None
    why: str
    conditions: tuple[Condition, ...] = ()
    opens: bool = False


# Whatever else could be among the flags writes (O_CREAT, O_TRUNC), makes signals (O_ASYNC) or passes Landlock
# by (O_PATH).
_READ_ONLY: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
# On x86-64 and on arm64; without a meaning where addresses have 64 bits.
_LARGE_FILE: Final = 0o100000 | 0o400000
_NOT_READ_ONLY: Final = 0xFFFF_FFFF & ~(_READ_ONLY | _LARGE_FILE)
_HUGE_PAGES: Final = 0x40000
# Of the machine, of this process and of this thread; from 12 on and below 0 are devices and other processes.
_OWN_CLOCKS: Final = tuple(range(12))
# FUTEX_WAIT, WAKE, WAIT_BITSET, WAKE_BITSET, each also private (128), by the machine's clock (256), or both.
_WAIT_AND_WAKE: Final = tuple(
    operation | flags for operation in (0, 1, 9, 10) for flags in (0, 128, 256, 384)
)

CALLS: Final = (
    # Memory. RLIMIT_AS bounds all of it.
    Call("brk", 12, 214, "the allocator grows its heap"),
    Call(
        "mmap",
        9,
        222,
        "memory, and libraries that are imported late; no huge pages, which the whole machine shares",
        (Without(3, _HUGE_PAGES),),
    ),
    Call("munmap", 11, 215, "memory is given back"),
    Call("mremap", 25, 216, "large blocks grow"),
    Call(
        "mprotect",
        10,
        226,
        "libraries become executable. A program may make code of its own: its calls are what is limited",
    ),
    Call(
        "madvise",
        28,
        233,
        "allocators give pages back and numpy asks for large ones; never to be merged with those of others",
        (OneOf(2, (4, 8, 14, 15)),),
    ),
    # Descriptors: the pipe to the server, /dev/null and files that were opened for reading.
    Call("read", 0, 63, "files, and the job"),
    Call("readv", 19, 65, "files"),
    Call("pread64", 17, 67, "shared libraries"),
    Call("write", 1, 64, "the answer"),
    Call("writev", 20, 66, "C libraries write their messages so"),
    Call("lseek", 8, 62, "files"),
    Call("close", 3, 57, "descriptors"),
    Call("fstat", 5, 80, "files"),
    Call("dup", 32, 23, "as Python's io does"),
    Call("dup2", 33, None, "as dup"),
    Call("dup3", 292, 24, "as dup"),
    Call(
        "fcntl",
        72,
        25,
        "flags of a descriptor are read, and it is closed on exec; no locks, no signals, no leases",
        (OneOf(1, (0, 1, 2, 3, 1030)),),
    ),
    Call(
        "ioctl",
        16,
        29,
        "whether it is a terminal, and closed on exec; nothing is put into one (TIOCSTI)",
        (OneOf(1, (0x5401, 0x802C542A, 0x5450, 0x5451)),),
    ),
    # Files. Landlock allows Python's own folders; here it is made sure that nothing is opened for writing.
    Call("open", 2, None, "imports", (Without(1, _NOT_READ_ONLY),), opens=True),
    Call("openat", 257, 56, "imports", (Without(2, _NOT_READ_ONLY),), opens=True),
    Call("getdents64", 217, 61, "imports list folders", opens=True),
    Call("readlink", 89, None, "imports resolve links", opens=True),
    Call("readlinkat", 267, 78, "as readlink", opens=True),
    # What a path is. Landlock does not see these: whether a file exists, and its size, is not a secret.
    Call("stat", 4, None, "imports, and os.path.exists"),
    Call("lstat", 6, None, "as stat"),
    Call("newfstatat", 262, 79, "as stat"),
    Call("statx", 332, 291, "as stat"),
    Call("access", 21, None, "as stat"),
    Call("faccessat", 269, 48, "as stat"),
    Call("faccessat2", 439, 439, "as stat"),
    Call("getcwd", 79, 17, "relative paths"),
    # Time. The clock of another process is a negative number.
    Call("clock_gettime", 228, 113, "where it is not read without a call", (OneOf(0, _OWN_CLOCKS),)),
    Call("clock_getres", 229, 114, "time.get_clock_info", (OneOf(0, _OWN_CLOCKS),)),
    Call("gettimeofday", 96, 169, "as clock_gettime"),
    Call("time", 201, None, "as clock_gettime"),
    Call("nanosleep", 35, 101, "time.sleep"),
    Call("clock_nanosleep", 230, 115, "time.sleep", (OneOf(0, _OWN_CLOCKS),)),
    Call("times", 100, 153, "os.times"),
    Call("getrusage", 98, 165, "its own processor time", (OneOf(0, (0, 1, 0xFFFF_FFFF)),)),
    Call(
        "setitimer",
        38,
        103,
        "a limit of its own, which the program may take away: RLIMIT_CPU is the one that holds",
    ),
    Call("getitimer", 36, 102, "as setitimer"),
    # Signals, to itself alone.
    Call("rt_sigaction", 13, 134, "Python's handlers. SIGKILL has none"),
    Call("rt_sigprocmask", 14, 135, "Python's handlers"),
    Call("rt_sigreturn", 15, 139, "the end of a handler"),
    Call("sigaltstack", 131, 132, "faulthandler"),
    Call("restart_syscall", 219, 128, "a sleep that was interrupted"),
    Call("kill", 62, 129, "os.kill, to itself", (OwnProcess(0),)),
    Call("tgkill", 234, 131, "signal.raise_signal and os.abort, to itself", (OwnProcess(0),)),
    # The process.
    Call("exit", 60, 93, "the end"),
    Call("exit_group", 231, 94, "the end"),
    Call("getpid", 39, 172, "os.getpid"),
    Call("getppid", 110, 173, "os.getppid"),
    Call("gettid", 186, 178, "raise_signal"),
    Call("getuid", 102, 174, "os.getuid"),
    Call("geteuid", 107, 175, "as getuid"),
    Call("getgid", 104, 176, "as getuid"),
    Call("getegid", 108, 177, "as getuid"),
    Call(
        "futex",
        202,
        98,
        "Python's locks; only to wait and to wake, none of the operations that have had faults",
        (OneOf(1, _WAIT_AND_WAKE),),
    ),
    Call("sched_getaffinity", 204, 123, "the number of cores, of itself", (OneOf(0, (0,)),)),
    Call("sched_yield", 24, 124, "locks that spin"),
    Call("prlimit64", 302, 261, "its own limits are read, and none is set", (OneOf(0, (0,)), Null(2))),
    Call("getrandom", 318, 278, "os.urandom"),
    Call("uname", 63, 160, "platform"),
    Call("sysinfo", 99, 179, "the allocator's and sort's idea of the machine's memory"),
)

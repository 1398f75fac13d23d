"""Programs that try to get out, to reach others, or to stop the service; each with how it is to end.

Each aims at this machine's loopback, at its own parent, at a file of the test's, or at nothing, and with
arguments that do no harm where they are accepted, so that a sandbox that fails is only found out.

The end is what it prints (`PermissionError` for whatever is refused), or the error that `Sandbox.run` raises,
as `trial.described` writes it.
"""

from typing import Final, NamedTuple


class Hostile(NamedTuple):
    """A program and its end, a regular expression. `{file}` is a file that everyone may write."""

    name: str
    program: str
    end: str = "PermissionError"
    memory_bytes: int = 2**28
    cpu_seconds: int = 1
    wall_seconds: float = 60.0  # which two seconds of a processor may take where many share it


# In front of every program: how it tries a thing and says what came of it.
PRELUDE: Final = """\
import ctypes, errno, os, platform, signal, sys, time
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
def attempt(call, *arguments):
    try:
        result = call(*arguments)
    except BaseException as error:
        print(type(error).__name__)
    else:
        print('allowed:', result)
def raw(numbers, *arguments):
    number = numbers[platform.machine() == 'aarch64'] if isinstance(numbers, tuple) else numbers
    if number is None:
        raise PermissionError
    arguments = (ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), 'refused')
    return result
def frame(kind, content, size=None):
    return bytes([kind]) + (len(content) if size is None else size).to_bytes(4, 'little') + content
def write(content):
    left = memoryview(content)
    while left:
        left = left[os.write(4, left):]
PARENT = os.getppid()
"""


def _attempts(**calls: str) -> tuple[Hostile, ...]:
    """Programs that try one expression; the name's underscores are spaces."""
    return tuple(
        Hostile(name.strip("_").replace("_", " "), f"attempt(lambda: {call})") for name, call in calls.items()
    )


READING: Final = (
    *_attempts(
        passwd="open('/etc/passwd').read()",
        shadow="open('/etc/shadow').read()",
        by_a_low_level_open="os.open('/etc/passwd', os.O_RDONLY)",
        by_the_C_library="raw((257, 56), -100, b'/etc/passwd', 0, 0)",
        by_openat2="raw((437, 437), -100, b'/etc/passwd', bytes(24), 24)",
        by_a_handle="raw((303, 264), -100, b'/etc/passwd', bytes(16), bytes(4), 0)",
        above_a_readable_folder="open(os.path.dirname(os.__file__) + '/../../../../../../etc/passwd').read()",
        without_rights_O_PATH="os.open('/etc/passwd', os.O_PATH)",
        the_interpreter_itself="open(sys.executable, 'rb').read(1)",
        the_database="open('{file}').read()",
        root_folder="os.listdir('/')",
        home_folders="os.listdir('/home')",
        temporary_folder="os.listdir('/tmp')",
        devices="open('/dev/zero', 'rb').read(1)",
        shared_memory="os.listdir('/dev/shm')",
        the_terminal="open('/dev/tty')",
        processes="os.listdir('/proc')",
        own_environment="open('/proc/self/environ', 'rb').read()",
        own_memory_map="open('/proc/self/maps').read()",
        own_memory="open('/proc/self/mem', 'rb+')",
        own_descriptors="os.listdir('/proc/self/fd')",
        environment_of_the_parent="open(f'/proc/{PARENT}/environ', 'rb').read()",
        memory_of_the_parent="open(f'/proc/{PARENT}/mem', 'rb+')",
        descriptors_of_the_parent="os.listdir(f'/proc/{PARENT}/fd')",
        a_descriptor_of_the_parent="open(f'/proc/{PARENT}/fd/0', 'rb')",
        program_of_the_parent="os.readlink(f'/proc/{PARENT}/exe')",
        by_way_of_a_process="open(f'/proc/{PARENT}/root/etc/passwd').read()",
        by_way_of_itself="open('/proc/self/root/etc/passwd').read()",
        load_of_the_machine="open('/proc/loadavg').read()",
    ),
    # A container has no such device.
    Hostile(
        "the kernel's log", "attempt(lambda: open('/dev/kmsg').read(1))", "PermissionError|FileNotFoundError"
    ),
)

CHANGING: Final = _attempts(
    a_new_file="open('/tmp/backlens-hostile', 'w')",
    a_new_file_beside_it="open('backlens-hostile', 'w')",
    a_file_without_a_name="os.open('/tmp', os.O_TMPFILE | os.O_RDWR)",
    a_temporary_file="__import__('tempfile').TemporaryFile()",
    a_file_that_all_may_write="open('{file}', 'r+')",
    a_device="open('/dev/null', 'wb')",
    a_module="open(os.__file__, 'a')",
    cutting_a_file="os.truncate('{file}', 0)",
    a_folder="os.mkdir('/tmp/backlens-hostile')",
    removing_a_folder="os.rmdir('/nowhere')",
    removing_a_file="os.unlink('{file}')",
    renaming_a_file="os.rename('{file}', '{file}-2')",
    a_link="os.link('{file}', '{file}-2')",
    a_symbolic_link="os.symlink('{file}', '{file}-2')",
    a_pipe_with_a_name="os.mkfifo('/tmp/backlens-hostile')",
    a_device_node="os.mknod('/tmp/backlens-hostile')",
    mode="os.chmod('{file}', 0)",
    mode_of_a_descriptor="os.fchmod(os.open(os.__file__, os.O_RDONLY), 0)",
    mode_by_fchmodat2="raw(452, -100, b'{file}', 0, 0)",
    owner="os.chown('{file}', -1, -1)",
    times="os.utime('{file}', (0, 0))",
    times_of_a_descriptor="os.utime(4, (0, 0))",
    an_attribute="os.setxattr('{file}', 'user.hostile', b'x')",
    removing_an_attribute="os.removexattr('{file}', 'user.hostile')",
    reading_attributes="os.listxattr('{file}')",
    mode_of_new_files="os.umask(0)",
    the_folder_it_is_in="os.chdir('/tmp')",
    the_root_it_is_in="os.chroot('/tmp')",
    room_in_a_file="os.posix_fallocate(4, 0, 1)",
    the_size_of_a_descriptor="os.ftruncate(4, 0)",
    size_of_a_file_system="os.statvfs('/')",
    a_lock="__import__('fcntl').flock(4, 2)",
    a_lock_on_records="__import__('fcntl').lockf(4, 2)",
    a_lease="__import__('fcntl').fcntl(4, 1024, 0)",
    signals_about_a_folder="__import__('fcntl').fcntl(4, 1026, 0)",
    signals_to_the_parent="__import__('fcntl').fcntl(4, 8, PARENT)",
    a_larger_pipe="__import__('fcntl').fcntl(4, 1031, 2**20)",
    waking_by_input="os.set_blocking(4, False)",
    typing_into_a_terminal="__import__('fcntl').ioctl(0, 0x5412, b'x')",
    the_size_of_a_terminal="__import__('fcntl').ioctl(0, 0x5414, bytes(8))",
)

CHANGING_ENDS: Final = {
    "a temporary file": "FileNotFoundError|PermissionError",
    "mode of new files": "OSError|PermissionError",
}

PROCESSES: Final = _attempts(
    fork="os.fork()",
    fork_with_a_terminal="os.forkpty()",
    another_program="os.execv('/nowhere', ['x'])",
    another_program_by_descriptor="os.execve(4, ['x'], {})",
    spawn="os.posix_spawn('/nowhere', ['x'], {})",
    subprocess="__import__('subprocess').run(['/nowhere'])",
    a_shell="os.popen('true').read()",
    multiprocessing="__import__('multiprocessing').Process(target=print).start()",
    a_signal_to_the_parent="os.kill(PARENT, 0)",
    a_signal_to_all="os.kill(-1, 0)",
    a_signal_to_its_group="os.killpg(0, 0)",
    a_signal_to_a_sibling="os.kill(os.getpid() - 1, 0)",
    a_signal_to_the_first="os.kill(1, 0)",
    a_signal_to_a_thread="raw((200, 130), PARENT, 0)",
    a_signal_to_a_thread_of_the_parent="raw((234, 131), PARENT, PARENT, 0)",
    a_signal_with_a_value="raw((129, 138), PARENT, 0, bytes(128))",
    a_signal_by_descriptor="raw((424, 424), 4, 0, 0, 0)",
    a_handle_of_the_parent="os.pidfd_open(PARENT)",
    limits_of_the_parent="raw((302, 261), PARENT, 7, 0, bytes(16))",
    own_limits="__import__('resource').setrlimit(7, (32, 32))",
    priority_of_the_parent="os.setpriority(os.PRIO_PROCESS, PARENT, 5)",
    own_priority="os.nice(1)",
    priority_of_all="os.getpriority(os.PRIO_USER, 0)",
    cores_of_the_parent="os.sched_setaffinity(PARENT, [0])",
    own_cores="os.sched_setaffinity(0, [0])",
    cores_of_the_parent_read="os.sched_getaffinity(PARENT)",
    scheduling_of_the_parent="os.sched_setscheduler(PARENT, 0, os.sched_param(0))",
    disk_priority_of_the_parent="raw((251, 30), 1, PARENT, 0)",
    tracing_the_parent="raw((101, 117), 16, PARENT, 0, 0)",
    being_traced="raw((101, 117), 0, 0, 0, 0)",
    memory_of_the_parent_read="raw((310, 270), PARENT, bytes(16), 1, bytes(16), 1, 0)",
    memory_of_the_parent_written="raw((311, 271), PARENT, bytes(16), 0, bytes(16), 0, 0)",
    processor_time_of_the_parent="time.clock_gettime(~PARENT << 3 | 2)",
    locks_of_the_parent="raw((274, 100), PARENT, bytes(8), bytes(8))",
    group="os.setpgid(0, 0)",
    session="os.setsid()",
    session_of_the_parent="os.getsid(PARENT)",
    becoming_root="os.setuid(0)",
    becoming_root_again="os.setresuid(0, 0, 0)",
    becoming_a_group="os.setgid(0)",
    becoming_groups="os.setgroups([0])",
    living_longer_than_the_parent="raw((157, 167), 1, 0, 0, 0, 0)",
    being_looked_at="raw((157, 167), 4, 1, 0, 0, 0)",
    a_name="raw((157, 167), 15, b'x', 0, 0, 0)",
    waiting_for_another="os.wait()",
)

PROCESSES_ENDS: Final = {"own limits": "ValueError|PermissionError"}

# Each by its numbers, with arguments that nothing comes of.
_RAW: Final = {
    "vfork": (58, None),
    "clone": (56, 220, 0x2_0200, 0, 0, 0, 0),
    "clone3": (435, 435, 0, 0),
    "execveat": (322, 281, -1, b"", 0, 0, 0),
    "unshare": (272, 97, 0x1000_0000),
    "setns": (308, 268, -1, 0),
    "capset": (126, 91, 0, 0),
    "seccomp": (317, 277, 1, 0, 0),
    "landlock_create_ruleset": (444, 444, 0, 0, 1),
    "personality": (135, 92, 0xFFFF_FFFF),
    "arch_prctl": (158, None, 0x1002, 0),
    "bpf": (321, 280, 0, 0, 0),
    "perf_event_open": (298, 241, 0, 0, -1, -1, 0),
    "userfaultfd": (323, 282, 0),
    "io_uring_setup": (425, 425, 1, 0),
    "io_uring_enter": (426, 426, -1, 0, 0, 0, 0),
    "io_uring_register": (427, 427, -1, 0, 0, 0),
    "io_setup": (206, 0, 1, 0),
    "epoll_create1": (291, 20, 0),
    "eventfd2": (290, 19, 0, 0),
    "timerfd_create": (283, 85, 0, 0),
    "timer_create": (222, 107, 0, 0, 0),
    "signalfd4": (289, 74, -1, 0, 8, 0),
    "inotify_init1": (294, 26, 0),
    "fanotify_init": (300, 262, 0, 0),
    "memfd_create": (319, 279, b"x", 0),
    "memfd_secret": (447, 447, 0),
    "pipe2": (293, 59, 0, 0),
    "splice": (275, 76, -1, 0, -1, 0, 0, 0),
    "tee": (276, 77, -1, -1, 0, 0),
    "vmsplice": (278, 75, -1, 0, 0, 0),
    "sendfile": (40, 71, -1, -1, 0, 0),
    "copy_file_range": (326, 285, -1, 0, -1, 0, 0, 0),
    "shmget": (29, 194, 0, 0, 0),
    "semget": (64, 190, 0, 0, 0),
    "msgget": (68, 186, -1, 0),
    "mq_open": (240, 180, b"x", 0, 0, 0),
    "keyctl": (250, 219, 0, -3, 0),
    "add_key": (248, 217, 0, 0, 0, 0, -3),
    "request_key": (249, 218, 0, 0, 0, -3),
    "mlock": (149, 228, 0, 0),
    "mlockall": (151, 230, 0),
    "mincore": (27, 232, 0, 0, 0),
    "set_mempolicy": (238, 237, 0, 0, 0),
    "move_pages": (279, 239, 0, 0, 0, 0, 0, 0),
    "remap_file_pages": (216, 234, 0, 0, 0, 0, 0),
    "process_madvise": (440, 440, -1, 0, 0, 4, 0),
    "membarrier": (324, 283, 0, 0, 0),
    "kcmp": (312, 272, 1, 1, 0, 0, 0),
    "pidfd_getfd": (438, 438, -1, 0, 0),
    "mount": (165, 40, b"", b"/nowhere", 0, 0, 0),
    "umount2": (166, 39, b"/nowhere", 0),
    "pivot_root": (155, 41, b"/nowhere", b"/nowhere"),
    "open_tree": (428, 428, -1, b"/nowhere", 0),
    "fsopen": (430, 430, b"nothing", 0),
    "swapon": (167, 224, b"/nowhere", 0),
    "acct": (163, 89, b"/nowhere"),
    "quotactl": (179, 60, -1, 0, 0, 0),
    "init_module": (175, 105, 0, 0, 0),
    "finit_module": (313, 273, -1, 0, 0),
    "kexec_load": (246, 104, 0, -1, 0, -1),
    "reboot": (169, 142, 0, 0, 0, 0),
    "syslog": (103, 116, 10, 0, 0),
    "sethostname": (170, 161, 0, -1),
    "clock_settime": (227, 112, -1, 0),
    "iopl": (172, None, 0),
    "modify_ldt": (154, None, 0, 0, 0),
    "rseq": (334, 293, 0, 0, 0, 0),
}

RAW: Final = tuple(
    Hostile(name, f"attempt(raw, {numbers[:2]}, *{numbers[2:]})") for name, numbers in _RAW.items()
)

# Sockets of every family that Linux has a number for.
_FAMILIES: Final = tuple(range(46))

NETWORK: Final = (
    *_attempts(
        connection_to_itself="__import__('socket').create_connection(('127.0.0.1', 9), 1)",
        listening="__import__('socket').create_server(('127.0.0.1', 0))",
        socket_pair="__import__('socket').socketpair()",
        the_pipe_as_a_socket="__import__('socket').socket(fileno=4)",
        a_page="__import__('urllib.request').request.urlopen('http://127.0.0.1:9/', timeout=1)",
        name_of_this_machine_by_its_address="__import__('socket').gethostbyaddr('127.0.0.1')",
        receiving_descriptors="raw((47, 212), 4, bytes(56), 0)",
        sending_descriptors="raw((46, 211), 4, bytes(56), 0)",
        event_loop="__import__('asyncio').new_event_loop()",
    ),
    Hostile(
        "sockets of every family",
        f"""\
import socket
for family in {_FAMILIES}:
    for kind in (1, 2, 3, 5):
        try:
            socket.socket(family, kind, 0)
        except PermissionError:
            continue
        print(family, kind)
print('none')""",
        "none",
    ),
)
NETWORK_ENDS: Final = {
    "event loop": "PermissionError|ModuleNotFoundError",
    "a page": "URLError",
    "name of this machine by its address": "gaierror|herror|PermissionError",
}

# Every number of a call that the table does not have, with arguments that point nowhere.
EVERY_CALL: Final = Hostile(
    "every other call",
    """\
from {calls} import CALLS
known = {each.arm64 if platform.machine() == 'aarch64' else each.x86_64 for each in CALLS}
me = os.getpid()
let_through = []
for number in range(1024):
    if number in known or number in (335, 336) and platform.machine() == 'x86_64':
        continue  # the kernel shows these probes of its own to no filter, and they end their caller
    result, error = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(-1)] * 6), ctypes.get_errno()
    if os.getpid() != me:
        os._exit(0)
    if result != -1 or error != errno.EPERM:
        let_through.append(number)
print(let_through)""",
    r"\[\]",
)

_MACHINE_CODE: Final = """\
import mmap
code = mmap.mmap(-1, 4096, prot=7)
code.write(bytes.fromhex('{code}'))
address = ctypes.addressof(ctypes.c_char.from_buffer(code))
print('returned', ctypes.CFUNCTYPE(ctypes.c_long)(address)())"""

# On arm64 a process of 64 bits has no way into the calls of 32 bits, and there is no x32.
OTHER_LANGUAGES: Final = (
    # mov eax, 20 (getpid); int 0x80; ret
    Hostile("a call of 32 bits", _MACHINE_CODE.format(code="b814000000cd80c3"), "Crashed SIGSYS"),
    # mov eax, 2 (fork); int 0x80; ret
    Hostile("a fork of 32 bits", _MACHINE_CODE.format(code="b802000000cd80c3"), "Crashed SIGSYS"),
    # mov eax, 11 (execve); xor ebx, ebx; int 0x80; ret
    Hostile("execve of 32 bits", _MACHINE_CODE.format(code="b80b00000031dbcd80c3"), "Crashed SIGSYS"),
    # mov eax, 39 (getpid); syscall; ret
    Hostile(
        "a call of its own code",
        _MACHINE_CODE.format(code="b8270000000f05c3") + "; print(1)",
        "returned \\d+\n1",
    ),
    # mov eax, 57 (fork); syscall; ret
    Hostile("a fork of its own code", _MACHINE_CODE.format(code="b8390000000f05c3"), "returned -1"),
    Hostile("an x32 call", "attempt(raw, 0x40000000 | 39)", "Crashed SIGSYS"),
    Hostile("an x32 execve", "attempt(raw, 0x40000000 | 520, 0, 0, 0)", "Crashed SIGSYS"),
    Hostile("a negative call", "attempt(raw, -1)", "Crashed SIGSYS"),
)

MEMORY: Final = (
    Hostile("a list", "x = [0] * 10**9", "OutOfMemory"),
    Hostile("a list that grows", "x = [1]\nwhile True: x = x + x", "OutOfMemory"),
    Hostile("objects", "x = []\nwhile True: x.append([])", "OutOfMemory", cpu_seconds=20),
    Hostile(
        "objects in a chain", "x = []\nwhile True: x = [x]", "OutOfMemory|Crashed SIGSEGV", cpu_seconds=20
    ),
    Hostile("text", "x = 'x' * 10**11", "OutOfMemory"),
    Hostile("a number", "x = 1 << 10**11", "OutOfMemory"),
    Hostile("bytes", "x = bytearray()\nwhile True: x += b'x' * 2**20", "OutOfMemory"),
    Hostile(
        "swallowing the error",
        "x = []\nwhile True:\n  try: x.append(bytearray(2**20))\n  except MemoryError: pass",
        "OutOfTime cpu|OutOfMemory",
    ),
    Hostile("mappings", "import mmap\nx = [mmap.mmap(-1, 2**24) for k in range(10**4)]", "FailedOSError"),
    Hostile(
        "small mappings",
        "import mmap\nx = []\nattempt(lambda: [x.append(mmap.mmap(-1, 4096)) for k in range(10**6)])",
        "OSError|MemoryError",
    ),
    Hostile(
        "shared mappings",
        "import mmap\nx = [mmap.mmap(-1, 2**24, flags=mmap.MAP_SHARED) for k in range(10**4)]",
        "FailedOSError",
    ),
    *_attempts(
        huge_pages="raw((9, 222), 0, 2**21, 3, 0x40022, -1, 0)",
        merging_pages_with_those_of_others="raw((28, 233), 0, 0, 12)",
        poisoning_pages="raw((28, 233), 0, 0, 100)",
        more_memory_by_a_limit="__import__('resource').setrlimit(9, (2**40, 2**40))",
        more_time_by_a_limit="__import__('resource').setrlimit(0, (2**40, 2**40))",
    ),
    Hostile("numpy", "import numpy\nx = numpy.ones(10**10)", "OutOfMemory"),
    Hostile("descriptors", "x = []\nwhile True: x.append(os.dup(4))", "FailedOSError"),
    Hostile("a generator that is listed", "x = list(iter(int, 1))", "OutOfMemory", cpu_seconds=20),
)
MEMORY_ENDS: Final = {
    "more memory by a limit": "ValueError|PermissionError",
    "more time by a limit": "ValueError|PermissionError",
}

TIME: Final = (
    Hostile("a loop", "while True: pass", "OutOfTime cpu"),
    Hostile("a power", "x = 10 ** 10 ** 9", "OutOfTime cpu|OutOfMemory"),
    Hostile("squares", "x = 3\nwhile True: x = x * x", "OutOfTime cpu|OutOfMemory"),
    Hostile("a pattern", "import re; re.match('(a+)+b', 'a' * 60)", "OutOfTime cpu"),
    Hostile("a search in C", "sum(iter(int, 1))", "OutOfTime cpu"),
    Hostile("sleep", "time.sleep(10**6)", "OutOfTime wall", wall_seconds=0.5),
    Hostile(
        "sleep, again and again",
        "while True:\n  try: time.sleep(9)\n  except BaseException: pass",
        "OutOfTime wall",
        wall_seconds=0.5,
    ),
    Hostile(
        "a lock",
        "import threading; x = threading.Lock(); x.acquire(); x.acquire()",
        "OutOfTime wall",
        wall_seconds=0.5,
    ),
    Hostile(
        "stopping itself",
        "os.kill(os.getpid(), signal.SIGSTOP); print('back')",
        "OutOfTime wall",
        wall_seconds=0.5,
    ),
    Hostile(
        "a terminal's stop",
        "os.kill(os.getpid(), signal.SIGTSTP); print('back')",
        "OutOfTime wall|back",
        wall_seconds=0.5,
    ),
    Hostile(
        "ignoring every signal",
        "for s in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:\n"
        "  try: signal.signal(s, signal.SIG_IGN)\n"
        "  except (OSError, ValueError): pass\n"
        "while True: pass",
        "OutOfTime cpu",
    ),
    Hostile(
        "a handler for the end of its time",
        "signal.signal(signal.SIGXCPU, lambda *a: None)\nwhile True: pass",
        "OutOfTime cpu",
    ),
    Hostile(
        "blocking every signal",
        "signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\nwhile True: pass",
        "OutOfTime cpu",
    ),
    Hostile(
        "a timer that comes all the time",
        "signal.signal(signal.SIGALRM, lambda *a: None)\nsignal.setitimer(0, 1e-5, 1e-5)\nwhile True: pass",
        "OutOfTime cpu",
    ),
    Hostile(
        "a handler that never returns",
        "def h(*a):\n  while True: pass\nsignal.signal(signal.SIGXCPU, h)\nh()",
        "OutOfTime cpu",
    ),
    Hostile(
        "finally, for ever", "def f():\n  try:\n    while True: pass\n  finally: f()\nf()", "OutOfTime cpu"
    ),
    Hostile("collecting for ever", "import gc\nwhile True: gc.collect()", "OutOfTime cpu"),
    *_attempts(pause="raw((34, None))", waiting_for_events="__import__('select').poll().poll(0)"),
)

THREADS: Final = (
    Hostile("a thread", "import threading\nattempt(threading.Thread(target=print).start)", "RuntimeError"),
    Hostile(
        "threads by the thousand",
        "import _thread\nfailed = 0\nfor k in range(5000):\n"
        "  try: _thread.start_new_thread(time.sleep, (9,))\n"
        "  except RuntimeError: failed += 1\nprint(failed)",
        "5000",
    ),
    Hostile(
        "a pool of threads",
        "from concurrent.futures import ThreadPoolExecutor as Pool\nattempt(lambda: Pool(2).submit(print))",
        "RuntimeError",
    ),
)

ENDING: Final = (
    Hostile("os._exit(0)", "os._exit(0)", "Crashed 0"),
    Hostile("os._exit(7)", "os._exit(7)", "Crashed 7"),
    Hostile("sys.exit", "sys.exit(3)", "FailedSystemExit"),
    Hostile("KeyboardInterrupt", "raise KeyboardInterrupt", "FailedKeyboardInterrupt"),
    Hostile(
        "an exception without words",
        "class E(BaseException):\n  def __str__(self): raise self\nraise E",
        "FailedE",
    ),
    Hostile(
        "an exception whose words never end",
        "class E(BaseException):\n  def __str__(self):\n    while True: pass\nraise E",
        "OutOfTime cpu",
    ),
    Hostile("an exception of many words", "raise ValueError('x' * 10**8)", "FailedValueError"),
    Hostile("abort", "os.abort()", "Crashed SIGABRT"),
    Hostile("reading address 0", "ctypes.string_at(0)", "Crashed SIGSEGV"),
    Hostile("writing address 0", "ctypes.memset(0, 1, 1)", "Crashed SIGSEGV"),
    Hostile("killing itself", "os.kill(os.getpid(), signal.SIGKILL)", "OutOfMemory"),
    Hostile("terminating itself", "os.kill(os.getpid(), signal.SIGTERM)", "Crashed SIGTERM"),
    Hostile("recursion", "def f(): f()\nf()", "FailedRecursionError"),
    Hostile(
        "recursion without a limit",
        "sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        "OutOfMemory|Crashed SIGSEGV|OutOfTime cpu|OutOfTime wall|FailedRecursionError|FailedSystemError",
        cpu_seconds=20,
    ),
    Hostile(
        "recursion through C",
        "sys.setrecursionlimit(10**9)\nclass A:\n  def __repr__(self): return repr(self)\nrepr(A())",
        "Crashed SIGSEGV|FailedRecursionError|OutOfMemory",
        cpu_seconds=20,
    ),
    Hostile("brackets", "eval('(' * 10**5 + ')' * 10**5)", "FailedSyntaxError|FailedMemoryError|OutOfMemory"),
    Hostile(
        "broken bytecode",
        "exec((lambda: 0).__code__.replace(co_code=b'd\\xff' * 50, co_consts=()))",
        "Crashed .*|Failed.*|OutOfTime cpu|allowed.*|",
    ),
)

PIPE: Final = (
    Hostile("garbage", "write(b'\\xff' * 100)", "TooMuch"),
    Hostile("zeros", "write(bytes(2**20))", "TooMuch"),
    Hostile("a GiB of garbage", "for k in range(1024): write(b'\\xfe' * 2**20)", "TooMuch"),
    Hostile("a GiB that is announced", "write(frame(2, b'x', 2**30))\nwrite(bytes(2**30))", "TooMuch"),
    Hostile("a GiB in events", "for k in range(1024): write(frame(1, bytes(2**20 - 5)))", "TooMuch"),
    Hostile("the largest length", "write(frame(2, b'', 2**32 - 1))\nwhile True: time.sleep(1)", "TooMuch"),
    Hostile(
        "events without an end", "while True: emit(b'x' * 1000)", "TooMuch|OutOfTime cpu", cpu_seconds=20
    ),
    Hostile(
        "empty events without an end",
        "x = frame(1, b'') * 10000\nwhile True: write(x)",
        "TooMuch",
        cpu_seconds=20,
    ),
    Hostile(
        "an announced event that never comes",
        "write(frame(1, b'x', 100))\ntime.sleep(99)",
        "OutOfTime wall",
        wall_seconds=0.5,
    ),
    Hostile("half a head", "write(b'\\2\\1')\nos._exit(0)", "Crashed 0"),
    Hostile("half an answer", "write(frame(2, b'half', 8))\nos._exit(0)", "Crashed 0"),
    Hostile("an answer of its own", "write(frame(2, b'forged'))\nwhile True: pass", "forged"),
    Hostile(
        "an answer of its own, and more",
        "write(frame(2, b'forged') + b'\\xff' * 1000)\nwhile True: pass",
        "forged",
    ),
    Hostile("two answers", "write(frame(2, b'one') + frame(2, b'two'))", "one"),
    Hostile(
        "asking for the heavy packages, always", "write(frame(3, b''))\ntime.sleep(99)", "Failed.*asked.*"
    ),
    Hostile(
        "asking for them after an event",
        "from {heavy} import NeedsHeavy\nemit(b'x')\nraise NeedsHeavy",
        "FailedNeedsHeavy.*",
    ),
    Hostile("a kind that there is not", "write(frame(6, b''))", "TooMuch"),
    Hostile("closing the pipe", "os.close(4)\ntime.sleep(99)", "Failed.*closed its pipe.*"),
    Hostile(
        "closing everything",
        "os.closerange(0, 100)\nwhile True: pass",
        "Failed.*closed its pipe.*|OutOfTime cpu|Crashed SIGABRT",
    ),
    Hostile("closing the pipe and ending", "os.close(4)\nos._exit(5)", "Crashed 5"),
    Hostile("reading what it writes", "attempt(os.read, 4, 1)", "OSError"),
    Hostile("reading its job again", "attempt(os.read, 3, 1)", "OSError"),
    Hostile(
        "printing without an end",
        "while True: print('x' * 1000)",
        "OutOfMemory|OutOfTime cpu",
        cpu_seconds=20,
    ),
    Hostile("standard output and error", "os.write(1, b'x')\nos.write(2, b'x')\nprint('held')", "held"),
    Hostile("standard input", "print(repr(sys.stdin.read()), os.read(0, 9))", "'' b''"),
)

LOOKING: Final = (
    Hostile("environment", "print(sorted(os.environ))", ".*PYTHONHASHSEED.*"),
    Hostile(
        "passwords in the environment",
        "print([k for k in os.environ if 'SECRET' in k or 'BACKLENS' in k])",
        r"\[\]",
    ),
    Hostile(
        "descriptors",
        "def there(k):\n  try: os.fstat(k)\n  except OSError: return False\n  return True\n"
        "print([k for k in range(5000) if there(k)])",
        r"\[0, 1, 2, 4\]",
    ),
    Hostile(
        "sockets of the supervisor",
        "import gc, socket\ngc.unfreeze()\n"
        "for each in gc.get_objects():\n"
        "  if isinstance(each, socket.socket):\n"
        "    try: each.send(b'x' * 29)\n"
        "    except OSError: continue\n"
        "    print('sent')\n"
        "print('none')",
        "none",
    ),
    Hostile(
        "frames of the supervisor",
        "frame = sys._getframe()\n"
        "while frame.f_code.co_name != 'serve': frame = frame.f_back\n"
        "attempt(frame.f_locals['self']._control.send, b'x' * 29)",
        "OSError|PermissionError",
    ),
    Hostile(
        "the supervisor's own functions",
        "import gc\ngc.unfreeze()\n"
        "for each in gc.get_objects():\n"
        "  if type(each).__name__ == 'Supervisor':\n"
        "    for name in ('_take_order', 'serve'):\n"
        "      try: getattr(each, name)(); print('allowed', name)\n"
        "      except BaseException as error: pass\n"
        "print('none')",
        "none",
    ),
    Hostile(
        "a sandbox of its own",
        "from {pool} import Sandbox\nSandbox().start()",
        "FailedRuntimeError|FailedPermissionError",
    ),
    Hostile(
        "whether a file is there", "print(os.path.exists('{file}'), os.stat('{file}').st_size)", "True 8"
    ),
    Hostile(
        "its own limits",
        "from resource import *\nprint(getrlimit(RLIMIT_NOFILE), getrlimit(RLIMIT_FSIZE))",
        r"\(64, 64\) \(0, 0\)",
    ),
    *_attempts(limits_of_another="__import__('resource').prlimit(PARENT, 7)"),
)

IMPORTS: Final = (
    Hostile(
        "modules that are not loaded",
        "import wave, numpy.fft, xml.dom.minidom, zipfile\nprint(len(numpy.fft.fft([1.0] * 8)))",
        "8",
    ),
    Hostile(
        "a figure",
        "from {heavy} import require\nrequire('matplotlib')\nimport io\nimport matplotlib.pyplot as plt\n"
        "plt.plot([1, 4, 9])\nplt.title('loss $x^2$', weight='bold')\ndrawn = io.StringIO()\n"
        "plt.savefig(drawn, format='svg')\nprint(drawn.getvalue().count('<svg'))",
        "1",
        memory_bytes=2**30,
        cpu_seconds=30,
        wall_seconds=120.0,
    ),
    Hostile("a module that there is not", "import nowhere_at_all", "FailedModuleNotFoundError"),
    Hostile(
        "a folder of its own",
        "sys.path.insert(0, '/tmp')\nimport nowhere_at_all",
        "FailedModuleNotFoundError",
    ),
    Hostile("a library of the system", "attempt(ctypes.CDLL, '/nowhere.so')", "OSError"),
    Hostile(
        "what ordinary programs do",
        "import random, math\nrandom.seed(1)\nprint(math.floor(random.random() * 100))",
        "13",
    ),
)


def _with(programs: tuple[Hostile, ...], ends: dict[str, str]) -> tuple[Hostile, ...]:
    return tuple(each._replace(end=ends.get(each.name, each.end)) for each in programs)


GROUPS: Final = {
    "reading": READING,
    "changing": _with(CHANGING, CHANGING_ENDS),
    "processes": _with(PROCESSES, PROCESSES_ENDS),
    "calls": (*RAW, EVERY_CALL),
    "network": _with(NETWORK, NETWORK_ENDS),
    "languages": OTHER_LANGUAGES,
    "memory": _with(MEMORY, MEMORY_ENDS),
    "time": TIME,
    "threads": THREADS,
    "ending": ENDING,
    "pipe": PIPE,
    "looking": LOOKING,
    "imports": IMPORTS,
}

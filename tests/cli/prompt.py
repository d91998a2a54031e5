"""Types into `jauge sql` at a terminal of its own; ends with an error where the terminal does not show what it should."""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PROGRAM, WORKSPACE = sys.argv[1:]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")


def start(*options):
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(WORKSPACE)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        os.environ.update(TERM="xterm", XDG_STATE_HOME=os.path.join(WORKSPACE, "state"))
        os.execv(PROGRAM, [PROGRAM, "sql", "--locale", "en", *options])
    return pid, terminal


def refused():
    """A workbook holds one answer: there is no prompt for it."""
    pid, terminal = start("--format", "xlsx", "-o", "rows.xlsx")
    shown = b""
    while b"hold one table" not in shown:
        if not select.select([terminal], [], [], 90)[0]:
            sys.exit(f"it was not refused: {shown!r}")
        try:
            shown += os.read(terminal, 65536)
        except OSError:
            sys.exit(f"it ended without a reason: {shown!r}")
        if b"jauge>" in shown:
            sys.exit("there is a prompt for a workbook")
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != 2:
        sys.exit(f"it ended with {status}")


def main():
    pid, terminal = start()
    shown = ""

    def until(text, seconds=90):
        """Waits until `text` is shown, and takes all up to it."""
        nonlocal shown
        end = time.time() + seconds
        while text not in shown:
            if time.time() > end or not select.select([terminal], [], [], max(0.0, end - time.time()))[0]:
                sys.exit(f"{text!r} is not shown: {shown[-2000:]!r}")
            try:
                shown += ESCAPES.sub("", os.read(terminal, 65536).decode(errors="replace"))
            except OSError:
                sys.exit(f"it ended before {text!r}: {shown[-2000:]!r}")
        shown = shown.split(text, 1)[1]

    def enter(line):
        until("> ")
        os.write(terminal, line.encode() + b"\r")

    # Several lines, the later ones marked.
    enter("SELECT 40 +")
    until("...")
    enter("2 AS answer;")
    until("42")
    until("1 row, ")
    # Ctrl-C ends the query, and the prompt stays.
    enter("SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b WHERE a.value <> b.value;")
    time.sleep(3)
    os.write(terminal, b"\x03")
    until("cancelled")
    # Several statements on a line.
    enter("SELECT 6 * 7 AS again; SELECT 'x;' AS other;")
    until("42")
    until("1 row, ")
    until("1 row, ")
    # Fewer rows than there are, and the history.
    enter(".mode csv")
    enter(".limit 2")
    enter("SELECT value FROM generate_series(1, 5);")
    until("the first 2 of 5 rows")
    enter("\x1b[A")
    until("the first 2 of 5 rows")
    enter(".schema events")
    until("events,event_time,timestamp")
    enter(".read queries.sql")
    until("from a file")
    # A mark stands below what is wrong.
    enter("SELECT nosuch FROM events;")
    until("▲")
    until("here")
    # Ctrl-C leaves what was begun.
    enter("SELECT 'never")
    until("...")
    os.write(terminal, b"\x03")
    until("jauge")
    enter(".quit")
    _, status = os.waitpid(pid, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


refused()
main()

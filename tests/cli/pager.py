"""Runs `jauge` at terminals of 24 lines, with a pager that marks each line, and says which of the answers went through it."""

import fcntl
import os
import pty
import struct
import sys
import termios

PROGRAM, WORKSPACE = sys.argv[1:]
MARKING = "sed 's/^/page: /'"
ROWS = "SELECT value FROM generate_series(1, {})"


def shown(rows, *options, **environment):
    """What the terminal shows of an answer of so many rows, and the exit code."""
    return answered([ROWS.format(rows), "--format", "csv", *options], **environment)


def answered(words, **environment):
    """What the terminal shows of `jauge sql` with these words, and the exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(WORKSPACE)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        for name in ("CI", "PAGER", "LESS", "NO_COLOR"):
            os.environ.pop(name, None)
        os.environ.update({"TERM": "xterm", "JAUGE_PAGER": MARKING} | environment)
        os.execv(PROGRAM, [PROGRAM, "sql", *words])
    text = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        text += piece
    _, status = os.waitpid(pid, 0)
    return text.decode().replace("\r", ""), os.waitstatus_to_exitcode(status)


def check(what, is_so):
    if not is_so:
        sys.exit(what)


text, code = shown(100)
check(f"100 rows are paged: {text!r}", code == 0 and text.count("page: ") == 101 and "page: 100\n" in text)
for why, rows, options, environment in [
    ("they fit", 10, [], {}),
    ("--no-pager", 100, ["--no-pager"], {}),
    ("CI", 100, [], {"CI": "true"}),
    ("a dumb terminal", 100, [], {"TERM": "dumb"}),
    ("none is wanted", 100, [], {"JAUGE_PAGER": "", "PAGER": MARKING}),
    ("it is not there", 100, [], {"JAUGE_PAGER": "no-such-pager -x"}),
]:
    text, code = shown(rows, *options, **environment)
    lines = text.split("\n")
    check(f"{why}: {text!r}", code == 0 and "page: " not in text and str(rows) in lines and lines[0] == "value")
text, code = shown(5000, JAUGE_PAGER="head -n 3")
check(f"a reader that leaves is no error: {text!r}", (code, text) == (0, "value\n1\n2\n"))
# Ctrl-C is told to all at the terminal: each pager may do with it what it likes, the second as the first.
with open(os.path.join(WORKSPACE, "two.sql"), "w") as file:
    file.write(f"{ROWS.format(50)};\n{ROWS.format(50)};\n")
text, code = answered(["-f", "two.sql"], JAUGE_PAGER=f"trap '' INT; {MARKING}; kill -INT 0; sleep 0.2; echo left")
check(f"Ctrl-C in a pager: {text!r}", (code, text.count("left\n")) == (0, 2) and text.count("page: ") >= 100)

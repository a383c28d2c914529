#!/usr/bin/env python3
"""tests/ui/window-test.py - the whole window under real key and pointer events.

usage: window-test.py FOLIOSCOPE CASE     (through tests/with-display)

Every case starts the program anew with an empty home, sends events with
xdotool, and reads what the window shows from its trace (ui/README.md).  A wait
that is not fulfilled fails with the last lines of the trace.
"""
import gzip, json, os, re, shutil, signal, subprocess, sys, tempfile, time

PATIENCE_SECONDS = float(os.environ.get("WINDOW_TEST_PATIENCE", "30"))
HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = os.path.join(HERE, "kinds.json")
SETS = os.path.join(HERE, "sets.json")


def xdotool(*arguments):
    done = subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True)
    return done.stdout.split()


def parse(line):
    what, _, rest = line.partition(" ")
    found = {"what": what, "line": line}
    rest, _, text = rest.partition("text=")
    if text:
        found["text"] = text
    for word in rest.split():
        key, equals, value = word.partition("=")
        if equals:
            found[key] = value
    return found


class Window:
    """The program, its trace, and its events."""

    def __init__(self, program, *arguments, home=None, ready=True, language=None):
        self.home = home or tempfile.mkdtemp(prefix="folioscope-test.")
        self.trace = os.path.join(self.home, "trace")
        open(self.trace, "w").close()
        env = dict(os.environ, HOME=self.home, FOLIOSCOPE_TRACE=self.trace)
        for key in [k for k in env if k.startswith("XDG_") and k != "XDG_RUNTIME_DIR"]:
            del env[key]
        if language is not None:
            env["LANGUAGE"] = language
        self.process = subprocess.Popen([program, *arguments], env=env)
        self.mark = 0
        self.id = self.find("Folioscope")
        if ready:
            self.wait("state")
            self.wait("frames")

    def find(self, title):
        """The X window with that title, with the keyboard's focus."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            found = xdotool("search", "--onlyvisible", "--name", f"^{title}$")
            if found:
                xdotool("windowfocus", "--sync", found[-1])
                return found[-1]
            self.check_alive()
            time.sleep(0.05)
        raise AssertionError(f"no window {title!r}")

    def check_alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}")

    def lines(self):
        with open(self.trace, encoding="utf-8") as file:
            return [parse(line.rstrip("\n")) for line in file]

    def wait(self, what, since=None, timeout=PATIENCE_SECONDS, **wanted):
        """The newest line after `since` (default: the last event) that fits."""
        end = time.monotonic() + timeout
        since = self.mark if since is None else since
        while time.monotonic() < end:
            for line in reversed(self.lines()[since:]):
                if line["what"] == what and all(
                    value(line.get(key.replace("_", "-"))) if callable(value)
                    else line.get(key.replace("_", "-")) == str(value)
                    for key, value in wanted.items()
                ):
                    return line
            self.check_alive()
            time.sleep(0.03)
        tail = "\n  ".join(line["line"] for line in self.lines()[-12:])
        raise AssertionError(f"waited for {what} {wanted}; the trace ends with\n  {tail}")

    def state(self):
        return [line for line in self.lines() if line["what"] == "state"][-1]

    def event(self):
        self.mark = len(self.lines())

    def key(self, *keys):
        self.event()
        for key in keys:
            xdotool("key", "--clearmodifiers", key)
            time.sleep(0.02)

    def type(self, text):
        self.event()
        xdotool("type", "--delay", "12", text)

    def frames(self):
        line = [line["line"] for line in self.lines() if line["what"] == "frames"][-1]
        return {int(m[1]): (int(m[2]), int(m[3])) for m in re.finditer(r"(\d+):(-?\d+),(-?\d+)", line)}

    def settle(self, seconds=0.4):
        """Until nothing has been told for so long: what was asked for is done, however slow the build."""
        end = time.monotonic() + PATIENCE_SECONDS
        told, quiet_since = -1, 0
        while time.monotonic() < end:
            if len(self.lines()) != told:
                told, quiet_since = len(self.lines()), time.monotonic()
            if time.monotonic() - quiet_since >= seconds:
                return
            time.sleep(0.03)

    def click_at(self, x, y, times=1):
        self.event()
        xdotool("mousemove", "--window", self.id, x, y)
        time.sleep(0.08)
        xdotool("click", "--repeat", times, "--delay", 20, 1)

    def click(self, frame, times=1):
        """A click on a frame of the map, where the window says it is."""
        self.settle()  # until the places told are those of the last layout
        x, y = self.frames()[frame]
        self.click_at(x, y, times)

    def command(self, text):
        """Types an operation into the sandbox's command line."""
        self.key("slash")
        time.sleep(0.25)
        self.event()
        xdotool("type", "--delay", "12", text)
        time.sleep(0.15)
        mark = self.mark
        self.key("Return")
        self.mark = mark
        line = self.wait("applied")
        self.key("Escape")
        self.mark = mark
        return line

    def close(self):
        """Ends it as a person would; a clean end is part of every case."""
        self.key("ctrl+q")
        try:
            code = self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the window did not close")
        assert code == 0, f"ended with {code}"

    def cleanup(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def number(state, key):
    return int(state[key])


def lesson_path(name):
    """A bundled lesson's file by its place in the index."""
    folder = os.path.join(os.path.dirname(os.path.dirname(HERE)), "lessons")
    with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
        return os.path.join(folder, json.load(file)["lessons"][name]["file"])


def guess_wrong_then_right(w, kind):
    """Answers a question twice: the wrong answer is told, going back allows another."""
    if kind in ("frame", "block"):
        # The first and the last frame of memory are never what is asked for.
        w.click(0)
        w.wait("state", phase="answered", guess=lambda g: g is not None)
    else:
        return
    w.key("space")
    finish_watching(w)
    after = w.wait("state", since=0, phase="after")
    assert after["right"] == "0", after
    answer = int(after["answer"])
    w.key("BackSpace")
    w.wait("state", phase="asked")
    w.click(answer)
    w.wait("state", phase="answered")


def finish_watching(w):
    """Space by Space through the kernel's functions, as one reads."""
    for _ in range(200):
        w.settle(0.2)  # the last step of an operation ends it without a key
        phase = w.state()["phase"]
        if phase in ("after", "solved", "finished"):
            return
        if phase == "doing":
            w.key("space")
            w.wait("state")
    raise AssertionError("the operation does not end")


def play(w, lesson):
    """A whole lesson to its end: reads, predicts wrongly and rightly, steps, solves."""
    with open(lesson, encoding="utf-8") as file:
        steps = json.load(file)["steps"]
    predictions = 0
    for index, step in enumerate(steps, 1):
        w.wait("state", since=0, lesson_step=index, phase=lambda p: p in ("read", "asked"))
        ask = step.get("ask")
        if ask is not None:
            guess_wrong_then_right(w, ask["kind"])
            predictions += ask["kind"] in ("frame", "block")
        w.key("space")
        if w.wait("state")["phase"] == "doing" or step.get("do") or ask or step.get("then"):
            finish_watching(w)
            state = w.state()
            if ask is not None and ask["kind"] in ("frame", "block"):
                assert state["right"] == "1", state
            w.key("space")
        task = step.get("try")
        if task is not None:
            w.wait("state", since=0, lesson_step=index, phase="trying")
            for operation in task["solution"]:
                w.command(text_of(operation))
            w.wait("state", since=0, lesson_step=index, phase="solved")
            w.key("ctrl+1")
            w.key("space")
    w.wait("state", phase="finished")
    return predictions


def text_of(operation):
    """An operation of a lesson as one types it; lessons may hold it as text, too."""
    if isinstance(operation, str):
        return operation
    words = [f"{key}={value}" for key, value in operation.items() if key not in ("op", "as")]
    name = f"{operation['as']} = " if "as" in operation else ""
    return name + " ".join([operation["op"], *words])


# Cases.

def case_start(program):
    """Without arguments the start page; the first lesson a click away, and where one was later."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    w = Window(program, home=home, ready=False)
    try:
        w.wait("mode", since=0, name="start")
        w.settle()
        w.click_at(*place_of(w, "start"))
        line = w.wait("lesson")
        with open(lesson_path(0), encoding="utf-8") as file:
            lesson = json.load(file)
        assert line["id"] == lesson["id"], line
        assert int(line["steps"]) == len(lesson["steps"]), line
        state = w.wait("state", lesson_step=1, away=0)
        w.wait("frames", since=0, line=lambda text: len(re.findall(r" \d+:", text)) == 64)
        w.key("space")
        state = w.wait("state", lesson_step=2)
        # Back to the start page, where plain keys mean nothing, and on by its one button.
        w.key("alt+Home")
        w.wait("mode", name="start")
        w.settle()
        mark = len(w.lines())
        w.key("f", "p", "F5", "F9", "ctrl+e", "ctrl+s", "ctrl+t", "alt+2")
        time.sleep(0.4)
        did = ("state", "play", "applied", "presenter", "inspector", "dialog", "figures")
        assert not [l for l in w.lines()[mark:] if l["what"] in did]
        assert "tour:" not in [l["line"] for l in w.lines() if l["what"] == "frames"][-1]
        w.key("Return")
        w.wait("state", lesson_step=2)
        # What is opened is in the list of recent files, also when it has gone.
        w.key("alt+Home")
        w.wait("mode", name="start")
        w.close()
        path = os.path.join(home, "mine.json")
        shutil.copy(KINDS, path)
        other = Window(program, path, home=home)
        other.close()
        os.remove(path)
        again = Window(program, home=home, ready=False)
        again.wait("mode", since=0, name="start")
        again.click_at(*place_of(again, "recent"))
        again.wait("message", kind="error", text=lambda text: "mine.json" in text)
        again.key("Escape")
        again.settle()
        again.click_at(*place_of(again, "forget"))
        again.wait("message", kind="info", text=lambda text: "mine.json" in text)
        again.wait("frames", line=lambda text: "recent:" not in text)
        again.key("ctrl+z")
        again.wait("frames", line=lambda text: "recent:" in text)
        again.close()
    finally:
        w.cleanup()


def case_tour(program):
    """A newcomer finds the tour on the start page; who has begun it is asked to go on."""
    w = Window(program, ready=False)
    try:
        w.wait("frames", since=0, line=lambda text: " tour:" in text)
        w.settle()
        w.click_at(*place_of(w, "tour"))
        w.wait("lesson", id="tour")
        w.wait("state", lesson_step=1)
        w.key("space")
        w.wait("state", lesson_step=2)
        w.key("alt+Home")
        w.wait("mode", name="start")
        w.wait("frames", line=lambda text: " start:" in text and " tour:" not in text)
        w.close()
    finally:
        w.cleanup()


def case_lesson_one(program):
    w = Window(program, lesson_path(0))
    try:
        assert play(w, lesson_path(0)) >= 2
        w.close()
    finally:
        w.cleanup()


def case_lesson_two(program):
    w = Window(program, lesson_path(1))
    try:
        assert play(w, lesson_path(1)) >= 2
        w.close()
    finally:
        w.cleanup()


def case_stations(program):
    """Steps that stop inside one operation: each begins where the one before it stopped."""
    w = Window(program, "slab-bootstrap")
    try:
        w.wait("state", since=0, lesson_step=1, phase="read")
        w.key("space")
        for step in (2, 3):
            w.wait("state", since=0, lesson_step=step, phase="asked")
            w.key("space")
            w.wait("state", since=0, lesson_step=step, phase="after")
            w.key("space")
        w.wait("state", since=0, lesson_step=4, phase="asked", index=0)
        w.click(16)
        w.wait("state", phase="answered")
        w.key("space")
        finish_watching(w)
        stopped = w.state()
        assert (stopped["right"], stopped["index"], stopped["away"]) == ("1", "1", "0"), stopped
        assert 0 < number(stopped, "step") < 100, stopped
        for step in (5, 6):
            w.key("space")
            w.wait("state", since=0, lesson_step=step, phase="asked", index=1, step=stopped["step"], away=0)
            w.key("space")
            after = w.wait("state", since=0, lesson_step=step, phase="after", index=1, away=0)
            assert number(after, "step") > number(stopped, "step"), (after, stopped)
            stopped = after
        # On through the operation by oneself is away; back is where the step stands.
        w.key("alt+Right")
        w.wait("state", phase="after", away=1)
        w.key("BackSpace")
        w.wait("state", lesson_step=6, phase="asked", away=0)
        w.close()
    finally:
        w.cleanup()


def case_chinese(program):
    """A whole lesson in another language, and what the program itself says in it."""
    lesson = os.path.join(os.path.dirname(lesson_path(0)), "tour.json")
    w = Window(program, lesson, language="zh_CN")
    try:
        assert play(w, lesson) >= 2
        said = [line["text"] for line in w.lines() if line["what"] == "applied"]
        assert said and all(text.startswith("已还回：页框 ") for text in said), said
        w.close()
    finally:
        w.cleanup()


def case_kinds(program):
    """Each kind of question, hints, an open task solved by a double click, progress."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    w = Window(program, KINDS, home=home)
    try:
        w.wait("state", since=0, lesson_step=1, phase="read")
        w.key("space")
        w.wait("state", lesson_step=2, phase="asked")
        w.key("h")
        w.wait("hint")
        # A wrong guess, changed to another wrong one before it is shown.
        w.click(62)
        w.wait("state", phase="answered", guess=62)
        w.click(63)
        w.wait("state", phase="answered", guess=63)
        w.key("space")
        first = w.wait("state", phase="doing")
        assert first["step"] == "1", first
        w.key("space")
        w.wait("state", step=2)
        w.key("BackSpace")
        w.wait("state", phase="asked")
        w.click(63)
        w.wait("state", phase="answered")
        w.key("space")
        w.wait("state", phase="doing")
        w.key("Return")  # the rest of the functions at once
        after = w.wait("state", phase="after", step="end")
        assert after["right"] == "0", after
        w.key("Return")
        # The map has the focus: Enter does not free what is selected, it goes on.
        w.wait("state", lesson_step=3, phase="asked")
        assert w.state()["branches"] == "1", w.state()
        # An order there is none of is refused; another one is taken, also from a click on a
        # frame of the block.
        w.type("77")
        w.key("Return")
        time.sleep(0.3)
        assert w.state()["phase"] == "asked", w.state()
        w.key("BackSpace", "BackSpace")
        w.type("3 ")
        w.wait("state", phase="answered", guess=3)
        w.click(8)
        w.wait("state", phase="answered", guess=lambda g: g != "3")
        w.key("space")
        after = w.wait("state", phase="after")
        w.key("space")
        # A number: typing begins the answer, Space gives it, and what is no number is not taken.
        w.wait("state", lesson_step=4, phase="asked")
        free = number(w.state(), "free")
        w.type("7x")
        w.key("Return")
        time.sleep(0.3)
        assert w.state()["phase"] == "asked", w.state()
        w.key("ctrl+a")
        w.type("7 ")
        w.wait("state", phase="answered", guess=7)
        # Another one, by the pointer, before it is shown.
        w.click_at(*place_of(w, "answer"), times=2)
        w.type(str(free))
        w.key("Return")
        w.wait("state", phase="answered", guess=free)
        w.key("space")
        after = w.wait("state", phase="after")
        assert after["right"] == "1", after
        w.key("space")
        # A sequence: as it stands it is wrong; the first item moved down, it is right, and not
        # any more when it is moved again.
        w.wait("state", lesson_step=5, phase="asked")
        w.click_at(*place_of(w, "answer"))
        w.wait("state", phase="answered", guess=1)
        w.click_at(*place_of(w, "answer"))
        w.wait("state", phase="answered", guess=0)
        w.click_at(*place_of(w, "answer"))
        w.wait("state", phase="answered", guess=1)
        w.key("space")
        after = w.wait("state", phase="after")
        assert after["right"] == "1", after
        w.key("space")
        w.wait("state", lesson_step=6)
        w.key("space")
        state = w.wait("state", phase="trying")
        before = number(state, "free")
        names = json.load(open(KINDS, encoding="utf-8"))["setup"]
        assert names[0]["as"] == "a"
        # The block of $a is the first thing that was allocated.
        w.click(16, times=2)
        w.wait("applied", status=0)
        solved = w.wait("state", phase="solved")
        assert number(solved, "free") == before + 4, solved
        w.key("space")
        w.wait("state", phase="finished")
        w.close()
        # A lesson that was left in the middle goes on there.
        again = Window(program, KINDS, home=home)
        again.wait("state", since=0, lesson_step=1)
        again.key("space")
        again.wait("state", lesson_step=2)
        again.close()
        third = Window(program, KINDS, home=home)
        third.wait("state", since=0, lesson_step=2, phase="asked")
        third.close()
    finally:
        w.cleanup()


def case_time(program):
    """Keys move by operation and by step, there and back; the timeline scrubs."""
    w = Window(program, KINDS)
    try:
        w.key("End")
        end = w.wait("state", step="end", index=lambda i: int(i) >= 4)
        length = number(end, "length")
        assert number(end, "index") == length
        w.key("Left")
        w.wait("state", index=length - 1, step="end")
        w.key("period")
        w.wait("state", index=length, step=lambda s: s != "end")
        w.key("comma")
        w.wait("state", index=lambda i: int(i) <= length)
        w.key("Home")
        start = w.wait("state", index=0)
        assert number(start, "free") == 56, start
        w.key("Down")
        w.wait("state", index=1, step=1)
        w.key("Up")
        w.wait("state", step=lambda s: s in ("0", "end"))
        # Play goes to the end by itself.
        w.key("p")
        w.wait("play", on=1)
        w.wait("state", index=length)
        w.wait("play", on=0)
        # Dragging on the strip below the figures.
        w.event()
        xdotool("mousemove", "--window", w.id, 1200, 765)
        xdotool("mousedown", 1)
        for x in range(1200, 380, -40):
            xdotool("mousemove", "--window", w.id, x, 765)
            time.sleep(0.02)
        xdotool("mouseup", 1)
        w.wait("state", index=lambda i: int(i) < length)
        w.close()
    finally:
        w.cleanup()


def case_branch(program):
    """Something of one's own in the middle of a lesson, and back to it."""
    w = Window(program, KINDS)
    try:
        at = w.wait("state", since=0, lesson_step=1)
        w.click(16, times=2)  # the block of $a: the script does not free it
        w.wait("applied", status=0)
        own = w.wait("state", branch=1, away=1)
        assert number(own, "free") == number(at, "free") + 4
        w.wait("message", kind="branch")
        w.click(40, times=2)
        applied = w.wait("applied", status=0)
        w.wait("state", since=0, branch=1, free=number(at, "free") + 3)
        # The kernel chose; if not the frame pointed at, the window says so.
        if applied["pfn"] != "40":
            w.wait("message", kind="info", text=lambda t: "40" in t and applied["pfn"] in t)
        w.key("f")  # frees what was just allocated: it is selected
        w.wait("applied", status=0)
        w.wait("state", since=0, branch=1, free=number(at, "free") + 4)
        w.key("l")
        back = w.wait("state", branch=0, away=0)
        assert back["index"] == at["index"] and back["lesson-step"] == "1", back
        # A double click on a reserved frame is refused, with the reason.
        w.click(0, times=2)
        w.wait("applied", status=lambda s: s != "0")
        w.wait("message", kind="error", text=lambda t: "0" in t)
        assert w.state()["branch"] == "0"
        w.close()
    finally:
        w.cleanup()


def case_palette(program):
    """Anything is found by a few letters: objects, moments, actions, figures; and what is wrong is said."""
    w = Window(program, "teaching-64")
    try:
        w.command("a = alloc_pages order=2")
        w.command("alloc_pages order=0")
        w.wait("state", since=0, index=2)

        def find(text):
            w.settle(0.3)  # until the last one is gone
            w.key("ctrl+k")
            w.wait("palette", typed="")
            w.settle(0.2)
            w.type(text)
            return w.wait("palette", typed=text.replace(" ", "_")).get("text", "")

        for text, kind, a in (("pfn 0x28", 1, 40), ("zone normal", 6, 0), ("pageblock 3", 7, 24), ("frame 9", 1, 9)):
            assert find(text).startswith("In memory: "), text
            w.key("Return")
            w.wait("selected", kind=kind, a=a)
        # A name, and back in time.
        assert find("$a").startswith("In memory: ")
        w.key("Return")
        w.wait("selected", kind=2)
        assert find("op 1").startswith("In memory: Operation 1: alloc_pages order 2")
        w.key("Return")
        w.wait("state", index=1)
        # Out of range: said in place, and Enter does nothing.
        assert find("pfn 0x9999") == "In memory: Frames are numbered from 0 to 63 (0x3f)."
        w.key("Return")
        w.settle(0.3)
        assert not [line for line in w.lines()[w.mark:] if line["what"] == "selected"]
        w.key("Escape")
        w.wait("palette-closed")
        assert find("no such thing at all") == ""
        w.key("Escape")
        w.wait("palette-closed")
        # An action, by letters of its words; a figure.
        assert find("drain per").startswith("Actions: Drain per-CPU lists")
        w.key("Return")
        w.wait("applied", status=0)
        assert "Figures: Call chain" in find("call chain")
        w.key("Return")
        w.wait("palette-chosen", text="Call chain")
        # Down takes the second entry; Space afterwards is the window's again.
        listed = find("buddy i")
        second = listed.split(";")[1].split("|")[0].strip()
        w.key("Down", "Return")
        w.wait("palette-chosen", text=second)
        w.wait("lesson")
        w.wait("state", lesson_step=1)
        w.key("space")
        w.wait("state", lesson_step=2)
    finally:
        w.cleanup()


def case_sandbox(program):
    """Operations typed, completed, repeated from the history, refused in place."""
    w = Window(program, "teaching-64")
    try:
        start = w.wait("state", since=0, index=0)
        assert "lesson" not in start
        w.command("a = alloc_pages order=2")
        w.wait("state", index=1, free=number(start, "free") - 4)
        w.command("free_pages pfn=$a")
        w.wait("state", index=2, free=start["free"])
        # From the history: up twice, run.
        w.key("slash")
        time.sleep(0.2)
        w.key("Up", "Up", "Return")
        w.wait("applied", status=0)
        w.key("Escape")
        w.wait("state", since=0, index=3)
        # Completion: "al" and Tab give the name, then an order by its place.
        w.key("slash")
        time.sleep(0.2)
        w.type("al")
        time.sleep(0.3)
        w.key("Tab")
        time.sleep(0.1)
        w.type("0")
        time.sleep(0.2)
        w.key("Return")
        w.wait("applied", status=0)
        w.wait("state", since=0, index=4)
        # Errors stay in place: unknown, out of range, no such name.
        for wrong in ("allocate 3", "alloc_pages order=99", "free_pages pfn=$nothing"):
            w.type(wrong)
            time.sleep(0.2)
            w.key("Return")
            w.wait("command-error", text=lambda t: len(t) > 10)
            w.key("ctrl+a", "BackSpace")
        w.key("Escape")
        # Many at once, by a seed; wrong parameters are refused in place.
        w.key("slash")
        time.sleep(0.2)
        for wrong in ("workload ops=none", "workload sead=1", "workload unmovable=0 movable=0 reclaimable=0"):
            w.type(wrong)
            time.sleep(0.2)
            w.key("Return")
            w.wait("command-error", text=lambda t: len(t) > 10)
            w.key("ctrl+a", "BackSpace")
        w.key("Escape")
        before = number(w.state(), "index")
        done = w.command("workload ops=2000 seed=3")
        assert done["count"] == "2000" and "2000 operations were applied" in done["text"], done
        w.wait("state", since=0, index=before + 2000)
        # In the past: a branch.
        w.key("Home")
        w.wait("state", index=0)
        w.key("a")
        w.wait("applied", status=0)
        w.wait("state", branch=1, index=1)
        # Space plays in the sandbox.
        w.key("Home")
        w.wait("state", index=0)
        w.key("space")
        w.wait("play", on=1)
        w.wait("play", on=0)
        # Closing asks first, since this has not been saved.
        w.key("ctrl+q")
        w.wait("message", kind="warning")
        w.check_alive()
    finally:
        w.cleanup()


def drag(w, first, last):
    """Over frames of the map, as a person does it."""
    w.settle()
    frames = w.frames()
    w.event()
    xdotool("mousemove", "--window", w.id, *frames[first])
    time.sleep(0.08)
    xdotool("mousedown", 1)
    for _ in range(2):
        xdotool("mousemove", "--window", w.id, *frames[last])
        time.sleep(0.08)
        xdotool("mousemove_relative", "--", "2", "0")
        time.sleep(0.08)
    xdotool("mouseup", 1)
    w.wait("range", first=first, last=last)
    time.sleep(0.3)


def case_range(program):
    """Frames marked by a drag: what is in them is freed, as many are allocated, one looks closer."""
    w = Window(program, "teaching-64")
    try:
        start = w.wait("state", since=0, index=0)
        w.key("a")
        w.wait("state", index=1)
        w.key("a")
        w.wait("state", index=2, free=number(start, "free") - 2)
        drag(w, 8, 15)
        w.key("Return")
        w.wait("applied", status=0)
        w.wait("state", since=0, index=4, branch=0, free=number(start, "free"))
        # Nothing in it is in use: the first that is offered is to allocate.
        drag(w, 16, 19)
        w.key("Return")
        w.wait("applied", status=0)
        w.wait("state", since=0, index=8, free=number(start, "free") - 4)
        # More than there is: the allocator says so, and what it gave stays.
        drag(w, 0, 63)
        w.key("Down", "Return")
        w.wait("applied", status=lambda status: status != "0")
        # Escape does nothing to memory.
        w.settle()
        before = w.state()
        drag(w, 20, 30)
        w.key("Escape")
        w.settle()
        assert w.state()["index"] == before["index"]
        w.check_alive()
    finally:
        w.cleanup()


def case_alone(program):
    """A figure as a table and alone in the window, by keys; Escape brings all back as it was."""
    w = Window(program, "teaching-64")
    try:
        w.wait("state", since=0, index=0)
        w.settle()
        before = w.frames()
        w.key("z")
        w.wait("full", shown=1)
        w.settle()
        assert w.frames()[63][0] > before[63][0] + 100, "the figure has not grown"
        # What one does goes on there.
        w.click(40, times=2)
        w.wait("applied", status=0)
        w.key("Escape")
        w.settle()
        w.key("Escape")
        w.wait("full", since=0, shown=0)
        w.settle()
        after = w.frames()
        assert all(abs(after[pfn][0] - before[pfn][0]) < 12 for pfn in (8, 63)), (before, after)
        # As a table: the row that has the focus is what is selected.
        w.click(20)
        w.wait("selected", a=20)
        w.key("ctrl+t")
        w.settle()
        w.key("Down")
        w.wait("selected", a=21)
        w.key("ctrl+t")
        w.settle()
        w.key("Right")
        w.wait("selected", a=22)
        w.check_alive()
    finally:
        w.cleanup()


def case_figures(program):
    """One to four figures, linked; what one made of them comes back, and goes on request."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    w = Window(program, KINDS, home=home)
    try:
        given = w.wait("figures", since=0)
        assert given["own"] == "0", given
        w.key("alt+4")
        line = w.wait("figures", count=4, own=1, beside=1)
        # A click in the last figure selects; the others are told by the same selection.
        w.settle()
        w.click_at(*place_of(w, "card4"))
        w.wait("selected")
        # The second card goes, the others move up with what they show.
        names = line["text"].split(";")
        w.settle()
        w.click_at(*place_of(w, "remove2"))
        line = w.wait("figures", count=3)
        assert line["text"].split(";") == [names[0], names[2], names[3]], (names, line)
        w.settle()
        w.click_at(*place_of(w, "add1"))
        line = w.wait("figures", count=4)
        assert line["text"].split(";")[2:] == [names[2], names[3]], (names, line)
        w.key("alt+2")
        w.wait("figures", count=2, beside=0)
        w.key("alt+s")
        kept = w.wait("figures", count=2, beside=1)
        w.settle()
        left, right = place_of(w, "card1"), place_of(w, "card2")
        assert left[1] == right[1] and right[0] > left[0] + 200, (left, right)
        # The line between them is dragged to the right.
        w.event()
        xdotool("mousemove", "--window", w.id, (left[0] + right[0]) // 2, left[1])
        time.sleep(0.1)
        xdotool("mousedown", 1)
        for step in range(1, 9):
            xdotool("mousemove_relative", "--", 5, 0)
            time.sleep(0.03)
        xdotool("mouseup", 1)
        # A slow build needs its time to get there.
        w.wait("frames", line=lambda text: any(int(x) > left[0] + 10 for x in re.findall(r"card1:(\d+)", text)))
        dragged = place_of(w, "card1"), place_of(w, "card2")
        assert dragged[0][0] > left[0] + 10, (left, dragged)
        # The sandbox has figures of its own.
        w.close()
        other = Window(program, "teaching-64", home=home)
        assert other.wait("figures", since=0)["own"] == "0"
        other.close()
        again = Window(program, KINDS, home=home)
        line = again.wait("figures", since=0, own=1)
        assert line["text"] == kept["text"] and line["beside"] == "1", (kept, line)
        again.settle()
        back = place_of(again, "card1"), place_of(again, "card2")
        assert all(abs(a[0] - b[0]) <= 3 for a, b in zip(dragged, back)), (dragged, back)
        again.key("alt+0")
        line = again.wait("figures", own=0)
        assert line["text"] == given["text"], (given, line)
        again.key("ctrl+z")
        line = again.wait("figures", own=1)
        assert line["text"] == kept["text"], (kept, line)
        again.close()
    finally:
        w.cleanup()


def case_sets(program):
    """A set of the CPU's cache as the answer; what the figure shows, chosen from its header."""
    w = Window(program, SETS)
    try:
        w.wait("state", since=0, phase="asked")
        w.click(0)
        w.wait("state", phase="answered", guess=0)
        w.wait("selected", since=0, b=0)
        w.click(8)
        w.wait("state", phase="answered", guess=8)
        w.key("space")
        after = w.wait("state", phase="after")
        assert after["right"] == "1" and after["answer"] == "8", after
        # Option and value by the keys: what is read, whole objects.
        given = w.wait("figures", since=0)
        assert given["text"].startswith("sets,cache=inode"), given
        w.settle()
        w.click_at(*place_of(w, "option1"))
        time.sleep(0.5)
        w.key("Right")
        time.sleep(0.5)
        w.key("Down", "Down", "space")
        line = w.wait("figures", own=1)
        assert line["text"].split(";")[0] == "sets,access=object,cache=inode", line
        # Again when a card was added, and so all of them have moved.
        w.key("alt+3")
        w.wait("figures", count=3)
        w.settle()
        w.click_at(*place_of(w, "option1"))
        time.sleep(0.5)
        w.key("Right")
        time.sleep(0.5)
        w.key("Down", "space")
        w.wait("figures", own=1, text=lambda text: "access=field" in text)
        w.close()
    finally:
        w.cleanup()


def export_to(w, target, *keys):
    """Exports to a file whose ending says the format; keys go to the dialog before that."""
    w.key("ctrl+e")
    w.wait("dialog", name="export")
    w.find("Export figure")
    w.wait("export-preview")
    w.key("ctrl+a")
    w.type(target)
    time.sleep(0.3)
    if keys:
        w.key(*keys)
    w.key("Return")
    w.wait("exported")
    xdotool("windowfocus", "--sync", w.id)


def recording(name):
    """A recording of the tests, unpacked, as lines."""
    folder = os.path.join(os.path.dirname(HERE), "recordings")
    with gzip.open(os.path.join(folder, name), "rt", encoding="utf-8") as file:
        return file.read().splitlines()


def case_recording(program):
    """A recording as a timeline: a falsified answer is found and told, a strange line ends it."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    lines = recording("buddy-split-64m.jsonl.gz")
    asked = [i for i, line in enumerate(lines) if '"op":"alloc"' in line]
    wrong = asked[len(asked) // 2]
    told = json.loads(lines[wrong])
    lines[wrong] = lines[wrong].replace(f'"pfn":{told["pfn"]}', f'"pfn":{told["pfn"] ^ 1}')
    lines.append('{"t":"op","op":"cma_alloc","area":0}')
    path = os.path.join(home, "changed.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    w = Window(program, path, home=home)
    try:
        w.wait("recording", since=0, differ=1)
        w.key("n")
        row = w.wait("row", line=wrong + 1, differ=1)
        state = w.wait("state", index=row["index"])
        # The pane follows the timeline, and goes from state to state.
        w.key("Left")
        w.wait("row", differ=0)
        w.key("t")
        w.wait("row", text=lambda text: text.startswith("state"))
        w.key("End")
        w.wait("state", index=state["length"])
        w.key("n")
        w.wait("message", kind="info")
        # On one's own branch, and back to the recording.
        w.key("Home")
        w.wait("state", index=0)
        w.key("a")
        w.wait("state", branch=1)
        w.key("ctrl+2")
        w.wait("mode", name="sandbox")
        w.key("ctrl+3")
        w.wait("mode", name="recording")
        w.close()
        # As packed as it comes; and one that holds nothing to show says so.
        packed = os.path.join(os.path.dirname(HERE), "recordings", "buddy-split-64m.jsonl.gz")
        again = Window(program, packed, home=home)
        again.wait("recording", since=0, differ=0)
        again.close()
        with open(path, "w", encoding="utf-8") as file:
            file.write(lines[0] + '\n{"t":"vmalloc","id":0}\n')
        third = Window(program, path, home=home, ready=False)
        third.wait("message", since=0, kind="error", text=lambda text: "changed.jsonl:2" in text)
        third.close()
    finally:
        w.cleanup()


def case_export(program):
    """Every format is written and is what it says; a bad target is said in place."""
    w = Window(program, KINDS)
    try:
        starts = {"svg": b"<?xml", "pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n"}
        for format, start in starts.items():
            target = os.path.join(w.home, "figure." + format)
            export_to(w, target)
            with open(target, "rb") as file:
                content = file.read()
            assert content.startswith(start), (format, content[:16])
            assert len(content) > 2000, (format, len(content))
            if format == "svg":
                assert b"<text" in content
                subprocess.run(["xmllint", "--noout", target], check=True) if shutil.which("xmllint") else None
        w.key("ctrl+e")
        w.wait("dialog", name="export")
        dialog = w.find("Export figure")
        w.key("ctrl+a")
        w.type("/proc/no/such/place.svg")
        time.sleep(0.2)
        w.key("Return")
        w.wait("export-error", text=lambda t: "/proc/no/such/place.svg" in t)
        assert xdotool("search", "--onlyvisible", "--name", "^Export figure$") == [dialog]
        w.key("Escape")
        time.sleep(0.3)
        xdotool("windowfocus", "--sync", w.id)
        # Without asking: as it was exported last, twice as many pixels as the page has units.
        w.key("ctrl+shift+c")
        copied = w.wait("copied", figure="map")
        assert int(copied["svg"]) > 2000 and copied["width"] == "2560", copied
        w.wait("message", kind="success")
        w.close()
    finally:
        w.cleanup()


SESSION = """\
{"format": 1, "type": "folioscope-session", "machine": {"format": 1, "name": "small", "ram": [["0x0", "0x40000"]], \
"max_order": 5, "pageblock_order": 3, "smp": false, "per_cpu_lists": "boot", "min_free_kbytes": 0, \
"zones": {"Normal": "0x40000"}}}
{"op": "alloc_pages", "order": 3, "as": "a"}
{"op": "alloc_pages", "order": 0, "as": "b"}
{"op": "free_pages", "pfn": "$a"}
"""


def case_export_same(program):
    """What the dialog writes is, byte for byte, what the command line writes."""
    cli = os.path.join(os.path.dirname(program), "folioscope-cli")
    folder = tempfile.mkdtemp(prefix="folioscope-test.")
    session = os.path.join(folder, "s.jsonl")
    with open(session, "w", encoding="utf-8") as file:
        file.write(SESSION)

    def compare(name, *options):
        theirs = os.path.join(folder, "cli-" + name)
        subprocess.run([cli, "render", session, "-f", "map", "-o", theirs, "--preset", "16:9", *options], check=True)
        stem, ending = os.path.splitext(name)
        found = sorted(f for f in os.listdir(folder) if f.startswith("cli-" + stem))
        assert found
        for each in found:
            with open(os.path.join(folder, each), "rb") as a, open(os.path.join(folder, each[4:]), "rb") as b:
                assert a.read() == b.read(), each
        return len(found)

    w = Window(program, session)
    try:
        w.wait("state", since=0, index=3)
        export_to(w, os.path.join(folder, "one.svg"))
        assert compare("one.svg", "--at", "3") == 1
        # An animation begins with the steps of the operation.
        export_to(w, os.path.join(folder, "steps.apng"))
        assert compare("steps.apng", "--steps", "3.0..3", "--scale", "2") == 1
        # The next one does, too; from its file back over eleven controls to the moments.
        w.key("ctrl+e")
        w.find("Export figure")
        w.wait("export-preview", scale=lambda s: float(s) > 0)
        w.key("ctrl+a")
        w.type(os.path.join(folder, "many.svg"))
        time.sleep(0.3)
        w.key(*["shift+Tab"] * 12, "space")
        time.sleep(0.4)
        w.key("End", "Return")
        w.wait("export-preview", scale=lambda s: float(s) > 0)
        w.key(*["Tab"] * 12, "Return")
        w.wait("exported")
        assert compare("many.svg", "--steps", "0..3") == 4
        xdotool("windowfocus", "--sync", w.id)
        w.close()
    finally:
        w.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def case_present(program):
    """A lesson by a clicker's keys, with the notes; then a sandbox; all is as before afterwards."""
    w = Window(program, lesson_path(0))
    try:
        w.wait("state", since=0, lesson="buddy-1-splitting")
        before = w.state()
        w.key("F5")
        w.wait("presenter", shown=1)
        w.wait("presenting", text=lambda t: t.startswith("Step 1 of"))
        w.find("Presentation")
        w.key("Next")
        w.wait("presenting", text=lambda t: t.startswith("Step 2 of"))
        w.wait("state", lesson_step=2)
        w.key("Prior")
        w.wait("state", lesson_step=1)
        w.key("c")
        w.wait("presenter-theme", name="dark")
        w.key("2")
        w.wait("presenter-figures", which=1)
        w.key("2")
        w.wait("presenter-figures", which=-2)
        # The notes are those of this step, and take the same keys.
        w.key("n")
        notes = w.wait("presenter-notes", shown=1)
        assert len(notes["text"]) > 40, notes
        w.find("Speaker's notes")
        w.key("Next")
        w.wait("state", lesson_step=2)
        w.key("n")
        w.wait("presenter-notes", shown=0)
        w.find("Presentation")
        w.key("Prior")
        w.wait("state", lesson_step=1)
        w.key("Escape")
        w.wait("presenter", shown=0)
        assert xdotool("search", "--onlyvisible", "--name", "^(Presentation|Speaker's notes)$") == []
        assert w.state()["line"] == before["line"], (w.state(), before)
        # In the sandbox the figures speak, operation by operation.
        w.find("Folioscope")
        w.key("ctrl+2")
        w.wait("mode", name="sandbox")
        index = number(w.state(), "index")
        w.key("F5")
        w.wait("presenter", shown=1)
        w.find("Presentation")
        w.key("Left")
        w.wait("state", index=index - 1)
        w.key("Next")
        w.wait("state", index=index)
        w.key("F5")
        w.wait("presenter", shown=0)
        w.find("Folioscope")
        w.close()
    finally:
        w.cleanup()


def case_save_open(program):
    """A session is saved by the file dialog and opened again as it was."""
    w = Window(program, "teaching-64")
    again = None
    try:
        w.command("a = alloc_pages order=1")
        w.command("b = alloc_pages order=0")
        w.command("free_pages pfn=$a")
        saved = w.wait("state", since=0, index=3)
        target = os.path.join(w.home, "mine.jsonl")
        w.key("ctrl+s")
        w.wait("dialog", name="save")
        w.find("Save session")
        time.sleep(0.5)
        w.key("ctrl+a")
        w.type(target)
        time.sleep(0.3)
        w.key("Return")
        w.wait("message", kind="success", text=lambda t: target in t)
        xdotool("windowfocus", "--sync", w.id)
        with open(target, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        assert [line["op"] for line in lines if "op" in line] == ["alloc_pages", "alloc_pages", "free_pages"]
        w.close()
        again = Window(program, target)
        state = again.wait("state", since=0, index=3)
        assert state["free"] == saved["free"], (state, saved)
        # And it goes on: names are known.
        again.command("free_pages pfn=$b")
        again.wait("state", index=4, free=56)
    finally:
        w.cleanup()
        if again:
            again.cleanup()


def timeline_at(w, index, part=0.45):
    """Where an operation stands on the timeline, in window pixels; `part` of its height."""
    line = [line for line in w.lines() if line["what"] == "timeline"][-1]
    number = {key: float(line[key]) for key in ("left", "top", "width", "height", "first", "span")}
    x = number["left"] + 8 + (index - number["first"]) * (number["width"] - 16) / number["span"]
    return round(x), round(number["top"] + part * number["height"])


def long_session(path, operations):
    """Two blocks are given and taken back, over and over, on the teaching machine."""
    machine = json.load(open(os.path.join(HERE, "..", "..", "data", "machines", "teaching-64.json")))
    turn = ['{"op":"alloc_pages","order":3}'] * 2 + ['{"op":"drain_all_pages"}']
    turn += ['{"op":"free_pages","pfn":%d}' % pfn for pfn in (24, 16)]
    with open(path, "w", encoding="utf-8") as file:
        print(json.dumps({"format": 1, "type": "folioscope-session", "machine": machine}), file=file)
        for i in range(operations):
            print(turn[i % len(turn)], file=file)


def case_moments(program):
    """Bookmarks: set, named, gone to, deleted and brought back; branches: made and switched."""
    w = Window(program, "teaching-64")
    try:
        for order in (0, 1, 0, 2):
            w.command(f"alloc_pages order={order}")
        w.wait("state", since=0, index=4)
        w.key("Escape", "Left")
        w.wait("state", index=3)
        w.key("b")
        w.wait("bookmarks", count=1, text="operation 3")
        w.wait("popover", name="name")
        w.type("before the split")
        w.wait("popover", since=0, name="name")
        w.key("Return")
        w.wait("bookmarks", count=1, text="before the split")
        w.key("Home")
        w.wait("state", index=0)
        w.key("greater")
        w.wait("state", index=3)
        w.key("greater")
        w.wait("message", kind="info", text=lambda t: "no bookmark after" in t)

        # A branch of its own, and back and forth between the two.
        w.key("Left")
        w.wait("state", index=2)
        w.command("alloc_pages order=3")
        w.wait("state", branch=1, index=3, branches=2)
        w.key("Escape", "ctrl+Up")
        w.wait("state", branch=0, index=3)
        w.key("ctrl+Down")
        w.wait("state", branch=1, index=3)
        w.settle()

        # The menu of the bookmark: Down past "go there" and "rename".
        w.key("ctrl+Up")
        w.wait("state", branch=0, index=3)
        w.settle()
        w.click_at(*timeline_at(w, 4))
        w.wait("state", index=4)
        w.key("less")
        w.wait("state", index=3)
        w.key("shift+F10")
        w.wait("popover", name="moment")
        w.settle()
        w.key("Down", "Down", "Return")
        w.wait("bookmarks", count=0)
        w.wait("message", kind="info", text=lambda t: "before the split" in t)
        w.click_at(*place_of(w, "button"))
        w.wait("bookmarks", count=1, text="before the split")

        # What differs from a moment is marked from there on, until the same key ends it.
        w.key("m")
        w.wait("pinned", index=3)
        w.key("m")
        w.wait("pinned", index=lambda text: text is None)

        # Another curve, from the menu at its label: the last of its four entries.
        timeline = [line for line in w.lines() if line["what"] == "timeline"][-1]
        w.click_at(int(timeline["left"]) + 40, int(timeline["top"]) + 10)
        time.sleep(0.5)
        w.key("Down", "Down", "Down", "Return")
        w.wait("curve", text="pcp", known=lambda text: int(text) > 0)

        # The list of all: the bookmark stands first.
        w.key("End")
        w.wait("state", index=4)
        w.key("g")
        w.wait("popover", name="places")
        w.settle()
        w.key("Home", "Return")
        w.wait("state", index=3)
        # Bookmarks are worth saving.
        w.key("ctrl+q")
        w.wait("message", kind="warning", text=lambda t: "not been saved" in t)
    finally:
        w.cleanup()


def case_curve(program):
    """The curve that was chosen last is there again the next time."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    w = Window(program, lesson_path(0), home=home)
    try:
        w.wait("state", since=0, lesson_step=1)
        w.settle()
        timeline = [line for line in w.lines() if line["what"] == "timeline"][-1]
        w.click_at(int(timeline["left"]) + 40, int(timeline["top"]) + 10)
        time.sleep(0.5)
        w.key("Down", "Down", "Down", "Return")
        w.wait("curve", text="pcp")
        w.close()
        w = Window(program, lesson_path(0), home=home)
        w.wait("curve", since=0, text="pcp", known=lambda text: int(text) > 0)
        w.close()
    finally:
        w.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def case_until(program):
    """Run until: an error in its place, a completion, there, back, and never."""
    folder = tempfile.mkdtemp(prefix="folioscope-long.")
    path = os.path.join(folder, "long.jsonl")
    long_session(path, 20000)
    w = Window(program, path)
    try:
        w.wait("state", since=0, length=20000)
        w.settle()
        w.key("Home")
        w.wait("state", index=0)
        w.key("u")
        w.wait("popover", name="until")
        w.settle()
        w.type("fre(Normal) < 56")
        w.key("Return")
        w.wait("until-error", text=lambda t: "fre" in t)
        # The word is completed from the table.
        w.key("ctrl+a")
        w.type("free")
        w.key("Down", "Return")
        w.type("Normal) < 41")
        w.key("Return")
        ran = w.wait("ran", reached=1)
        assert int(ran["index"]) == 2, ran
        w.wait("state", index=2)
        w.wait("message", kind="success", text=lambda t: "operation 2" in t and "free(Normal)" in t)
        w.click_at(*place_of(w, "button"))
        w.wait("state", index=0)

        # What never holds is looked for everywhere; one stays.
        w.key("u")
        w.wait("popover", name="until")
        w.settle()
        w.key("ctrl+a")
        w.type("free(Normal) > 1000")
        w.key("Return")
        w.wait("ran", reached=0)
        w.wait("message", kind="warning")
        assert w.state()["index"] == "0", w.state()
        w.close()
    finally:
        w.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def case_scrub(program):
    """A hundred thousand operations: zoom with the wheel, move, scrub, and see all again."""
    folder = tempfile.mkdtemp(prefix="folioscope-long.")
    path = os.path.join(folder, "long.jsonl")
    long_session(path, 100000)
    w = Window(program, path)
    try:
        w.wait("state", since=0, length=100000)
        w.wait("timeline", since=0, span="100000.000")
        w.settle()
        w.click_at(*timeline_at(w, 50000))
        at = int(w.wait("state")["index"])
        assert abs(at - 50000) < 300, at
        w.settle()
        xdotool("mousemove", *timeline_at(w, at))
        w.event()
        xdotool("click", "--repeat", 26, "--delay", 20, 4)
        seen = w.wait("timeline", span=lambda text: float(text) < 200)
        w.settle()
        assert float(seen["first"]) < at < float(seen["first"]) + float(seen["span"]), (at, seen)
        # Now a press means one operation and no other.
        for index in (at + 3, at - 2):
            w.click_at(*timeline_at(w, index))
            w.wait("state", index=index)
        w.event()
        xdotool("key", "0")
        w.wait("timeline", span="100000.000")

        # From one end to the other with the button down: all that is asked for is answered.
        w.settle()
        start = timeline_at(w, 2000)
        xdotool("mousemove", *start, "mousedown", 1)
        w.event()
        for index in range(4000, 98001, 1500):
            xdotool("mousemove", *timeline_at(w, index))
            time.sleep(0.03)  # a hand is not faster, however fast the machine
        xdotool("mouseup", 1)
        last = w.wait("state", index=lambda text: abs(int(text) - 97000) < 1200)
        shown = [int(line["index"]) for line in w.lines()[w.mark:] if line["what"] == "state"]
        assert len(shown) > 10 and shown == sorted(shown), (len(shown), last)
        w.close()
    finally:
        w.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def case_recover(program):
    """What was done before the program was killed is offered, and comes back."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    w = Window(program, "teaching-64", home=home)
    again = None
    try:
        w.command("alloc_pages order=3")
        w.command("alloc_pages order=0")
        state = w.wait("state", since=0, index=2)
        time.sleep(2)
        w.process.send_signal(signal.SIGKILL)
        w.process.wait()
        again = Window(program, "teaching-64", home=home)
        again.wait("message", since=0, kind="warning")
        # The button in the message; Tab reaches it, here the pointer.
        again.click_at(*place_of(again, "button"))
        back = again.wait("state", index=2)
        assert back["free"] == state["free"], (back, state)
        # The old file goes once the restored session has an autosave of its own.
        folder = os.path.join(home, ".local", "state", "folioscope")
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            left = [name for name in os.listdir(folder) if name.startswith("autosave")]
            if len(left) == 1 or time.monotonic() > end:
                break
            time.sleep(0.2)
        assert len(left) == 1, left
        with open(os.path.join(folder, left[0]), encoding="utf-8") as file:
            assert sum('"op"' in line for line in file) == 2
        # Killed again, and once more in another session: a plain start lists both, the newest
        # first; discarding takes one out and can be undone, restoring opens it.
        again.process.send_signal(signal.SIGKILL)
        again.process.wait()
        time.sleep(1.1)
        second = Window(program, "teaching-64", home=home)
        again = second
        second.wait("message", since=0, kind="warning")
        second.command("alloc_pages order=1")
        time.sleep(2)
        second.process.send_signal(signal.SIGKILL)
        second.process.wait()
        again = Window(program, home=home, ready=False)
        again.wait("mode", since=0, name="start")
        again.click_at(*place_of(again, "left"))
        again.wait("state", index=1)
        again.key("alt+Home")
        again.wait("mode", name="start")
        again.click_at(*place_of(again, "discard"))
        again.wait("message", kind="info")
        again.wait("frames", line=lambda text: "left:" not in text)
        again.key("ctrl+z")
        again.wait("frames", line=lambda text: "left:" in text)
    finally:
        w.cleanup()
        if again:
            again.cleanup()


def place_of(w, name):
    """Something to press, where the trace says it is once nothing moves any more."""
    found = re.compile(name + r":(\d+),(\d+)")
    w.wait("frames", since=0, line=lambda text: found.search(text))
    w.settle(1)
    line = [line["line"] for line in w.lines() if line["what"] == "frames"][-1]
    match = found.search(line)
    assert match, f"no {name} in {line}"
    return int(match[1]), int(match[2])


def case_bad_input(program):
    """What cannot be opened is said in the window, with the place; the lesson is there."""
    folder = tempfile.mkdtemp(prefix="folioscope-bad.")
    bad = {
        "empty.json": b"",
        "binary.json": bytes(range(256)) * 8,
        "truncated.json": open(KINDS, "rb").read()[:700],
        "deep.json": b"[" * 100000,
        "version.jsonl": b'{"format":99,"type":"folioscope-session","machine":{}}\n',
        "wrong.jsonl": b'{"format":1,"type":"something else"}\n',
    }
    try:
        for name, content in bad.items():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            check_bad(program, path, name)
        check_bad(program, os.path.join(folder, "missing.json"), "missing.json")
        check_bad(program, "no-such-machine", "no-such-machine")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_bad(program, argument, name):
    w = Window(program, argument, ready=False)
    try:
        w.wait("message", since=0, kind="error", text=lambda t: name in t)
        w.wait("mode", since=0, name="start")
        w.close()
    finally:
        w.cleanup()


def case_appearance(program):
    """Dark and light, the inspector away and back, modes, shortcuts."""
    w = Window(program, KINDS)
    try:
        w.click(40)
        w.wait("selected", a=40)
        w.wait("why", a=40)
        w.key("F9")
        w.wait("inspector", shown=0)
        w.key("F9")
        w.wait("inspector", shown=1)
        w.key("ctrl+2")
        w.wait("mode", name="sandbox")
        w.key("ctrl+1")
        w.wait("mode", name="lesson")
        w.key("F1")
        w.wait("dialog", name="shortcuts")
        w.find("Keyboard shortcuts")
        w.key("Escape")
        time.sleep(0.3)
        xdotool("windowfocus", "--sync", w.id)
        w.close()
    finally:
        w.cleanup()


def case_preferences(program):
    """High contrast, the largest text and the last lesson, by keyboard; all hold at the next start."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    w = Window(program, lesson_path(0), home=home)
    try:
        w.key("ctrl+comma")
        w.wait("dialog", name="preferences")
        w.find("Preferences")
        # Theme, text size, animation, language, start: a list of values behind each.
        for key, steps, value in (("theme", ["End"], "contrast-dark"), ("text-size", ["End"], "200"),
                                  ("motion", ["Home"], "off"), ("language", [], None),
                                  ("start", ["End"], "lesson")):
            xdotool("key", "Tab")
            time.sleep(0.2)
            if value is None:
                continue
            w.key("space")
            time.sleep(0.4)
            w.event()
            w.key(*steps, "Return")
            w.wait("preference", key=key, value=value)
            time.sleep(0.3)
        xdotool("key", "Escape")
        time.sleep(0.4)
        xdotool("windowfocus", "--sync", w.id)
        w.close()
        with open(os.path.join(home, ".config", "folioscope", "settings.ini"), encoding="utf-8") as file:
            kept = file.read()
        for line in ("theme=contrast-dark", "text-size=200", "motion=off", "start=lesson"):
            assert line in kept, kept
        # No file is named, and the lesson is there; it can be led with large text.
        w = Window(program, home=home)
        w.wait("lesson", since=0, id=os.path.basename(lesson_path(0))[:-len(".json")])
        w.key("space")
        w.wait("state")
        w.close()
    finally:
        w.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def inside(w, *names):
    """Centres of what is named, all of them within a window that is within the screen."""
    place_of(w, names[0])  # once nothing moves any more
    width, height = size_of(w.id)
    line = [line["line"] for line in w.lines() if line["what"] == "frames"][-1]
    for name in names:
        at = re.search(rf" {name}:(-?\d+),(-?\d+)", line)
        assert at and 0 < int(at[1]) < width and 0 < int(at[2]) < height, (name, line, width, height)


def size_of(window):
    """An X window's size; no larger than the screen."""
    told = dict(line.split("=") for line in xdotool("getwindowgeometry", "--shell", window) if "=" in line)
    screen = [int(part) for part in xdotool("getdisplaygeometry")]
    assert int(told["WIDTH"]) <= screen[0] and int(told["HEIGHT"]) <= screen[1], (told, screen)
    return int(told["WIDTH"]), int(told["HEIGHT"])


def case_large_text(program):
    """Text of twice the size, in a window of the usual size and in a small one: all can be reached."""
    home = tempfile.mkdtemp(prefix="folioscope-test.")
    os.makedirs(os.path.join(home, ".config", "folioscope"))
    with open(os.path.join(home, ".config", "folioscope", "settings.ini"), "w", encoding="utf-8") as file:
        file.write("[folioscope]\ntext-size=200\n")
    w = Window(program, home=home, ready=False)
    try:
        w.wait("mode", since=0, name="start")
        inside(w, "start", "tour")
        w.click_at(*place_of(w, "start"))
        w.wait("state", lesson_step=1)
        with open(lesson_path(0), encoding="utf-8") as file:
            steps = json.load(file)["steps"]
        for index, step in enumerate(steps, 1):
            w.wait("state", since=0, lesson_step=index, phase=lambda p: p in ("read", "asked"))
            inside(w, "next", "card1", "card2")
            kind = step.get("ask", {}).get("kind")
            if kind in ("frame", "block"):
                break
            w.key("space")
            if w.wait("state")["phase"] == "doing" or step.get("do") or step.get("ask"):
                finish_watching(w)
                w.key("space")
        else:
            raise AssertionError("no frame is asked for")
        guess_wrong_then_right(w, kind)
        w.settle()
        w.click_at(*place_of(w, "next"))
        finish_watching(w)
        assert w.state()["right"] == "1", w.state()
        for keys, title in (("ctrl+comma", "Preferences"), ("ctrl+e", "Export figure")):
            w.key(keys)
            size_of(w.find(title))
            xdotool("key", "Escape")
            time.sleep(0.4)
            xdotool("windowfocus", "--sync", w.id)
        w.key("alt+4")
        w.wait("figures", count=4)
        inside(w, "next", "card1", "card4")
        w.event()
        xdotool("windowsize", w.id, 900, 600)
        w.wait("frames")
        inside(w, "next", "card1", "card4")
        assert size_of(w.id) == (900, 600)
        w.close()
    finally:
        w.cleanup()


def case_slabinfo(program):
    """/proc/slabinfo beside the window: by the keys and the palette, follows the timeline, is closed."""
    w = Window(program, "slub-4m")
    try:
        w.wait("state", since=0, index=0)
        w.command("c = kmem_cache_create name=inode size=200")
        w.command("kmem_cache_alloc $c")
        w.key("ctrl+i")
        line = w.wait("slabinfo", text=lambda text: text.startswith("inode"))
        full = re.sub(" +", " ", line["text"])
        assert full.startswith("inode 20 20 200 20 1 : tunables"), line
        # The other window goes back in time: this one follows, and marks the one line that differs.
        xdotool("windowfocus", "--sync", w.id)
        w.key("Left")
        line = w.wait("slabinfo", changed=1, text=lambda text: text.startswith("inode"))
        assert re.sub(" +", " ", line["text"]).startswith("inode 0 0 200 20 1 :"), line
        w.key("Home")
        w.wait("slabinfo", text=lambda text: not text.startswith("inode"))
        # Closed, it tells nothing any more; the palette opens it again.
        w.find("/proc/slabinfo")
        w.key("Escape")
        xdotool("windowfocus", "--sync", w.id)
        w.key("End")
        w.wait("state", index=2)
        w.settle()
        assert not [line for line in w.lines()[w.mark:] if line["what"] == "slabinfo"]
        w.key("ctrl+k")
        w.wait("palette")
        w.type("slabinfo")
        w.wait("palette", typed="slabinfo")
        w.settle()
        w.key("Return")
        w.wait("slabinfo", text=lambda text: text.startswith("inode"))
        # It goes with the window it stands over.
        xdotool("windowfocus", "--sync", w.id)
        w.key("ctrl+q")
        w.wait("message", kind="warning")
        w.check_alive()
    finally:
        w.cleanup()


def case_first_frame(program):
    """For measuring: ends by itself once painted."""
    env = dict(os.environ, FOLIOSCOPE_EXIT_AFTER_FIRST_FRAME="1")
    for arguments in ([], [lesson_path(0)]):
        done = subprocess.run([program, *arguments], env=env, timeout=PATIENCE_SECONDS)
        assert done.returncode == 0, (arguments, done.returncode)
    done = subprocess.run([program, "--no-such-option"], env=env, timeout=PATIENCE_SECONDS,
                          capture_output=True, text=True)
    assert done.returncode != 0 and "no-such-option" in done.stderr, done


CASES = {name[5:].replace("_", "-"): function for name, function in list(globals().items()) if name.startswith("case_")}


def main():
    if len(sys.argv) < 3:
        print(__doc__, "cases:", " ".join(CASES))
        return 2
    CASES[sys.argv[2]](sys.argv[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())

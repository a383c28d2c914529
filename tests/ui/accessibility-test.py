#!/usr/bin/python3
"""tests/ui/accessibility-test.py - the window as assistive technology meets it.

usage: accessibility-test.py FOLIOSCOPE CASE     (through tests/with-display --bus)

Asks the accessibility bus what a screen reader would be told, while the window
gets real keys.  GTK 4.8 gives every widget without a name that of its type, so
a name that begins with Gtk counts as none.
"""
import importlib.util, json, os, re, sys, tempfile, time

# A warning is fatal in the program, not here: the bus warns of a program that has only begun.
debug = os.environ.pop("G_DEBUG", None)
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
if debug is not None:
    os.environ["G_DEBUG"] = debug

here = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("window_test", os.path.join(here, "window-test.py"))
window_test = importlib.util.module_from_spec(spec)
spec.loader.exec_module(window_test)
Window, PATIENCE_SECONDS, lesson_path = window_test.Window, window_test.PATIENCE_SECONDS, window_test.lesson_path

# Key and title of each window that the first one opens.
DIALOGS = [("F1", "Keyboard shortcuts"), ("ctrl+comma", "Preferences"), ("ctrl+e", "Export figure")]

# What a person can act on, so that it must say what it does.
ACTS = {"push button", "toggle button", "check box", "radio button", "combo box", "text", "entry", "password text",
        "spin button", "slider", "menu item", "link"}


def is_named(node):
    name = node.get_name() or ""
    return name != "" and not re.match(r"Gtk[A-Z]|Fol[A-Z]", name)


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None and child.get_state_set().contains(Atspi.StateType.VISIBLE):
            yield child


def walk(node, above=()):
    """Every visible node below `node`, with those above it, nearest first."""
    for child in children(node):
        yield child, above
        yield from walk(child, (child, *above))


class Reader:
    """What a screen reader sees of one program."""

    def __init__(self, window):
        self.window = window
        self.application = self.until(self.find_application, "the program is not on the accessibility bus")

    def find_application(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.window.process.pid:
                return child
        return None

    def until(self, ask, complaint, seconds=PATIENCE_SECONDS):
        """The first true answer: what a key does is on the bus a little later."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = ask()
            if answer:
                return answer
            self.window.check_alive()
            time.sleep(0.1)
        raise AssertionError(complaint() if callable(complaint) else complaint)

    def nodes(self):
        for frame in children(self.application):
            yield from walk(frame, (frame,))

    def find(self, role, pattern):
        for node, _ in self.nodes():
            if re.fullmatch(role, node.get_role_name()) and re.search(pattern, node.get_name() or ""):
                return node
        return None

    def wait(self, role, pattern):
        def seen():
            names = [n.get_name() for n, _ in self.nodes() if n.get_role_name() == role]
            return f"no {role} called {pattern!r}; there are {names}"
        return self.until(lambda: self.find(role, pattern), seen)

    def nameless(self):
        """What can be acted on and does not say what it is, as the way down to it."""
        found = []
        for node, above in self.nodes():
            if node.get_role_name() not in ACTS or is_named(node):
                continue
            # A page that has not been shown yet names its buttons when it is.
            if not node.get_state_set().contains(Atspi.StateType.SHOWING):
                continue
            # Parts that GTK builds itself: the button inside a combo box or a spin button.
            if any(n.get_role_name() in ("combo box", "spin button") and is_named(n) for n in above):
                continue
            # The outer half of a menu button: what takes the focus is inside it.
            if not node.get_state_set().contains(Atspi.StateType.FOCUSABLE):
                continue
            way = [f"{n.get_role_name()} {n.get_name()!r}" for n in (node, *above)]
            found.append(" < ".join(way[:6]))
        return found


def opened(program, *arguments):
    window = Window(program, *arguments)
    return window, Reader(window)


# Cases.

def case_names(program):
    """Everything one can act on has a name: on each page, in each dialog, in the palette, in the presenter."""
    w, reader = opened(program, lesson_path(0))
    try:
        def audit(place):
            time.sleep(0.5)
            reader.until(lambda: not reader.nameless(),
                         lambda: f"{place}: without a name:\n  " + "\n  ".join(reader.nameless()), seconds=4)

        audit("lesson")
        w.key("alt+Home")
        w.wait("mode", name="start")
        audit("start page")
        w.key("ctrl+k")
        w.wait("palette")
        audit("palette")
        w.type("frame 40")
        w.wait("palette", text=lambda text: "40" in text)
        audit("palette with an object")
        w.key("Escape")
        w.wait("palette-closed")
        w.key("ctrl+2")
        w.wait("mode", name="sandbox")
        audit("sandbox")
        for keys, title in DIALOGS:
            w.key(keys)
            time.sleep(0.5)
            w.find(title)
            audit(title)
            w.key("Escape")
            time.sleep(0.5)
            window_test.xdotool("windowfocus", "--sync", w.id)
        w.key("F5")
        w.wait("presenter", shown=1)
        w.find("Presentation")
        w.key("n")
        w.wait("presenter-notes", shown=1)
        audit("presenter")
        w.find("Speaker's notes")
        w.key("n")
        w.wait("presenter-notes", shown=0)
        w.find("Presentation")
        w.key("Escape")
        w.wait("presenter", shown=0)
        window_test.xdotool("windowfocus", "--sync", w.id)
        w.close()
    finally:
        w.cleanup()


def case_figure(program):
    """The cursor of a figure is one real thing that says which shape it stands on."""
    w, reader = opened(program, lesson_path(0))
    try:
        reader.wait("list", "^Physical memory")
        w.click(40)
        w.wait("selected")
        reader.wait("list item", r"^Frame 40, free")
        w.key("Right")
        w.wait("selected")
        node = reader.wait("list item", r"^Frame 41, free|^Frame 48, free")
        reader.until(lambda: node.get_state_set().contains(Atspi.StateType.SELECTED), "the cursor is not selected")
        reader.until(lambda: node.get_state_set().contains(Atspi.StateType.FOCUSED), "the cursor has no focus")
        w.close()
    finally:
        w.cleanup()


def case_timeline(program):
    """The timeline says where one is, also after a key; the lesson's text is there to be read."""
    w, reader = opened(program, lesson_path(0))
    try:
        at = int(w.state()["index"])
        reader.wait("slider", rf"\b{at}\b")
        w.key("Left")
        w.wait("state", index=at - 1)
        reader.wait("slider", rf"\b{at - 1}\b")
        reader.wait("label", "order:3")
        w.close()
    finally:
        w.cleanup()


def words(node):
    """What stands in a row, cell by cell."""
    return [n.get_name() for n, _ in walk(node) if n.get_role_name() == "label" and n.get_name()]


def case_table(program):
    """A figure's table is one with rows and cells; what is selected there is what is selected everywhere."""
    w, reader = opened(program, "teaching-64")
    try:
        w.click(20)
        w.wait("selected", a=20)
        w.key("ctrl+t")

        def selected():
            rows = [n for n, _ in reader.nodes() if n.get_role_name() == "table row"]
            return [words(n) for n in rows if n.get_state_set().contains(Atspi.StateType.SELECTED)]

        reader.wait("(tree )?table", "^Physical memory$")
        for row, key in ((20, "Down"), (21, "Up"), (20, None)):
            reader.until(lambda row=row: any(len(said) == 3 and re.search(rf"\b{row}\b", said[0]) and "free" in said
                                             for said in selected()),
                         lambda row=row: f"row {row} is not selected; there are {selected()}")
            if key is not None:
                w.key(key)
                w.wait("selected", a=row + (1 if key == "Down" else -1))
        w.close()
    finally:
        w.cleanup()


# The same moments in each language: the next button, the counter, a wrong guess and a right one.
SAID = {
    "en": ("Continue", r"^Step 1 of \d+$", "It came differently", "You predicted it", "Back"),
    "zh_CN": ("继续", r"^第 1 步，共 \d+ 步$", "结果不同", "你预测对了", "后退"),
}


def case_languages(program):
    """A stretch of the first lesson in each language, asked for by the environment and by the preference."""
    with open(lesson_path(0), encoding="utf-8") as file:
        lesson = json.load(file)
    for language, by_preference in (("en", False), ("zh_CN", False), ("zh_CN", True)):
        home = tempfile.mkdtemp(prefix="folioscope-test.")
        if by_preference:
            os.makedirs(os.path.join(home, ".config", "folioscope"))
            with open(os.path.join(home, ".config", "folioscope", "settings.ini"), "w", encoding="utf-8") as file:
                file.write(f"[folioscope]\nlanguage={language}\n")
        w = Window(program, lesson_path(0), home=home, language="en" if by_preference else language)
        try:
            play_in(w, Reader(w), lesson["steps"], language)
            w.close()
        finally:
            w.cleanup()


def play_in(w, reader, steps, language):
    go_on, counter, wrong, right, back = SAID[language]
    reader.wait("push button", f"^{go_on}")
    reader.wait("push button", f"^{back}$")
    reader.wait("label", counter)
    reader.wait("label", "^" + re.escape(steps[0]["title"][language]) + "$")
    for index, step in enumerate(steps, 1):
        w.wait("state", since=0, lesson_step=index, phase=lambda p: p in ("read", "asked"))
        if step.get("ask", {}).get("kind") in ("frame", "block"):
            break
        w.key("space")
        if w.wait("state")["phase"] == "doing" or step.get("do") or step.get("ask"):
            window_test.finish_watching(w)
            w.key("space")
    known = 0  # the first frame is never what is asked for; afterwards the lesson has told
    for title in (wrong, right):
        w.click(known)
        w.wait("state", phase="answered")
        w.key("space")
        window_test.finish_watching(w)
        reader.wait("label", f"^{title}$")
        known = int(w.state()["answer"])
        w.key("BackSpace")
        w.wait("state", phase="asked")


CASES = {name[5:].replace("_", "-"): function for name, function in list(globals().items()) if name.startswith("case_")}


def main():
    if len(sys.argv) < 3:
        print(__doc__, "cases:", " ".join(CASES))
        return 2
    CASES[sys.argv[2]](sys.argv[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())

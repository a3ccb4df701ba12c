# SPDX-License-Identifier: LGPL-2.1-or-later
"""A window as somebody has it who cannot see it: a keyboard of the compositor that run-headless started, and what AT-SPI tells."""

import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib

PATIENCE = 60  # seconds

# libatspi warns of programs that do not answer yet; what they themselves warn of stays fatal.
GLib.log_set_always_fatal(GLib.LogLevelFlags.LEVEL_ERROR)

KEYS = {"Tab": 0xFF09, "Return": 0xFF0D, "Escape": 0xFF1B, "Left": 0xFF51, "Down": 0xFF54, "space": 0x20}
MODIFIERS = {"Shift": 0xFFE1, "Control": 0xFFE3, "Alt": 0xFFE9}

PASSED = (Atspi.Role.PANEL, Atspi.Role.SCROLL_PANE, Atspi.Role.LIST)


def wait(what, question):
    """The first answer to a question that says something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            answer = question()
        except GLib.Error:  # what was asked is gone: the window changes meanwhile
            answer = None
        if answer:
            return answer
        settle(0.05)
    raise AssertionError(f"nothing came of: {what}")


def settle(seconds):
    """Lets what was said arrive."""
    context = GLib.MainContext.default()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while context.iteration(False):
            pass
        time.sleep(0.01)


class Keyboard:
    NAME = "org.gnome.Mutter.RemoteDesktop"

    def __init__(self):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.session, = self.call("/org/gnome/Mutter/RemoteDesktop", self.NAME, "CreateSession")
        self.call(self.session, self.NAME + ".Session", "Start")
        # There is no keyboard before its first key.
        self.press("Shift+Shift")

    def call(self, path, interface, method, arguments=None):
        return self.bus.call_sync(self.NAME, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None)

    def notify(self, key, pressed):
        self.call(self.session, self.NAME + ".Session", "NotifyKeyboardKeysym", GLib.Variant("(ub)", (key, pressed)))
        settle(0.01)

    def press(self, shortcut):
        """ "Control+Shift+o", "Return" """
        *modifiers, key = shortcut.split("+")
        held = [MODIFIERS[name] for name in modifiers]
        last = KEYS.get(key) or MODIFIERS.get(key) or ord(key)
        for code in (*held, last):
            self.notify(code, True)
        for code in (last, *reversed(held)):
            self.notify(code, False)
        settle(0.1)


def has(node, *states):
    own = node.get_state_set() if node is not None else None
    return own is not None and all(own.contains(state) for state in states)


def children(node):
    """What is shown directly below."""
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if has(child, Atspi.StateType.SHOWING):
            yield child


def walk(node, within=lambda node: True):
    """All below that is shown, itself first; not within what is left out."""
    yield node
    if within(node):
        for child in children(node):
            yield from walk(child, within)


class Reader:
    """The program that was started last, as AT-SPI tells of it."""

    def __init__(self, program):
        Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)
        self.program = program
        self.frame = None
        self.focus = None
        self.announced = []
        self.listener = Atspi.EventListener.new(self.heard)
        for event in ("object:state-changed:focused", "object:announcement"):
            self.listener.register(event)

    def heard(self, event):
        if event.type == "object:announcement":
            self.announced.append(event.any_data)
        elif event.detail1 == 1:
            self.focus = event.source

    def window(self):
        """Its first one; None while there is none."""
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count() if self.frame is None else 0):
            application = desktop.get_child_at_index(index)
            if application is not None and application.get_name() == self.program and application.get_child_count() > 0:
                self.frame = application.get_child_at_index(0)
        return self.frame

    def width(self):
        return self.window().get_component_iface().get_extents(Atspi.CoordType.WINDOW).width

    def dialogs(self):
        """What lies over the window, the topmost last."""
        return [node for host in children(self.window()) for node in children(host)
                if node.get_role() in (Atspi.Role.DIALOG, Atspi.Role.ALERT)]

    def dialog(self, title):
        return wait(f"a dialog “{title}”", lambda: next((node for node in self.dialogs()[-1:] if node.get_name() == title), None))

    def no_dialog(self):
        wait("all dialogs are closed", lambda: not self.dialogs())

    def told(self, root, name):
        """The description of what is called so."""
        return wait(f"“{name}” and what it says",
                    lambda: [node.get_description() for node in walk(root) if node.get_name() == name and node.get_description()])[0]

    def wait_for_announcement(self, text):
        wait(f"“{text}” is said", lambda: text in self.announced)
        self.announced.clear()

    def heading(self, root, text):
        wait(f"“{text}” is shown", lambda: any(node.get_name() == text for node in walk(root)))

    def ready(self, root, name):
        """Until something can be used."""
        wait(f"“{name}” can be used", lambda: any(node.get_name() == name and has(node, Atspi.StateType.SENSITIVE, Atspi.StateType.FOCUSABLE)
                                                  for node in walk(root)))

    def focused(self):
        """The name of what has the focus."""
        def look():
            if not has(self.focus, Atspi.StateType.FOCUSED):
                self.focus = next((node for node in walk([self.window(), *self.dialogs()][-1]) if has(node, Atspi.StateType.FOCUSED)), None)
            return self.focus

        node = wait("something has the focus", look)
        name = node.get_name()
        assert name, f"a {node.get_role_name()} without a name has the focus"
        return name

    def nameless(self, root):
        """What the keyboard reaches and nobody is told the name of: panels and lists are only passed through on the way to it."""
        return [node.get_role_name() for node in walk(root, lambda node: node.get_role() != Atspi.Role.COMBO_BOX)
                if has(node, Atspi.StateType.FOCUSABLE) and node.get_role() not in PASSED and not node.get_name()]

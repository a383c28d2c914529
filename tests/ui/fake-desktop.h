/* tests/ui/fake-desktop.h - a desktop with wishes: the settings portal, played on a private bus. */
#pragma once

#include <gio/gio.h>

#define FAKE_KEYS_MAX 8u

struct fake_setting {
  const char *namespace, *key;
  GVariant *value; /* owned once it is given */
};

struct fake_desktop {
  GTestDBus *bus;
  GDBusConnection *connection;
  struct fake_setting setting[FAKE_KEYS_MAX]; /* what Read () answers; others are unknown to it */
  guint count, reads;
};

/* Settings are given before it comes up. */
void fake_desktop_has (struct fake_desktop *desktop, const char *namespace, const char *key,
                       GVariant *value);
void fake_desktop_up (struct fake_desktop *desktop);
void fake_desktop_down (struct fake_desktop *desktop);

/* SettingChanged. */
void fake_desktop_says (struct fake_desktop *desktop, const char *namespace, const char *key,
                        GVariant *value);

/* Lets the main loop run. */
void fake_desktop_wait (guint milliseconds);

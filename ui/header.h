/* ui/header.h - the header bar: lessons, what is open, lesson or sandbox, export, menu.
 *
 *   < Lessons   Buddy I: splitting             | Lesson | Sandbox |   Find   Export  =
 *               Linux 6.1 · 64 frames
 *
 * GtkHeaderBar cannot be derived from, so this is a struct of the parts that
 * change; the bar owns the widgets.
 */
#pragma once

#include <gtk/gtk.h>

struct fol_header {
  GtkWidget *bar;
  GtkWidget *start;   /* back to the start page */
  GtkWidget *lessons; /* the menu button of the list of lessons */
  GtkWidget *lessons_words;
  GtkWidget *titles; /* holds: */
  GtkWidget *title, *caption;
  GtkWidget *mode[3]; /* Lesson, Sandbox, Recording */
  GtkWidget *find;    /* the menu button of the command palette */
  GtkWidget *find_words;
};

void fol_header_init (struct fol_header *header);
void fol_header_set (struct fol_header *header, const char *title, const char *caption);

/* What opens at "Find anything". */
void fol_header_set_palette (struct fol_header *header, GtkWidget *popover);

/* Narrow windows do without the caption's room, and large text without words
 * that are said elsewhere: call it again when the size of text has changed. */
void fol_header_set_narrow (struct fol_header *header, gboolean narrow);

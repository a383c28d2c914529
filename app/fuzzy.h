/* app/fuzzy.h - how well a few typed letters fit a text.
 *
 * The words of the query may come in any order.  Each must be found in the text:
 * best as the beginning of a word, then inside one, then as letters in that
 * order with others between ("dpl": Drain Per-CPU Lists).  Letters between are
 * only passed over from the beginning of one word to another, or a few inside
 * the same, so that long texts do not fit everything.  Case does not matter.
 */
#pragma once

#include <glib.h>

/* 0: does not fit; more: fits better.  An empty query fits everything, with 1. */
guint fol_fuzzy_score (const char *query, const char *text);

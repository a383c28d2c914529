/* ui/figures/picture.c - one figure at one or many moments, as a file or as files. */
#include "ui/figures/picture.h"

#include "ui/figures/page.h"

#include <string.h>

/* Pages of a file that is being written. */
struct writing {
  const struct fol_picture *picture;
  const struct fol_moments *moments;
  const struct fol_picture_work *work;
  double scale;
  guint first; /* moment of the file's first page */
};

static bool
tell (const struct fol_picture_work *work, guint done, guint total, GError **error)
{
  if (work == NULL)
    return true;
  if (work->progress != NULL)
    work->progress (work->user_data, done, total);
  return !g_cancellable_set_error_if_cancelled (work->cancellable, error);
}

double
fol_picture_scale (const struct fol_picture *picture, const struct fol_moments *moments,
                   const struct fol_picture_work *work, GError **error)
{
  double scale = 0;

  for (guint i = 0; i < moments->count; i++) {
    struct fol_marks marks = { .pointed_count = 0 };
    struct fol_state *state;
    double own;

    if (!tell (work, i, 2 * moments->count, error))
      return 0;
    state = moments->get (moments->user_data, i, &marks, error);
    if (state == NULL)
      return 0;
    own = fol_page_scale (&picture->export, picture->figure, state, &marks, &picture->options);
    scale = i == 0 ? own : MIN (scale, own);
    fol_state_unref (state);
  }
  return scale;
}

struct fol_shapes *
fol_picture_page (const struct fol_picture *picture, const struct fol_moments *moments, guint index,
                  double scale, GError **error)
{
  struct fol_marks marks = { .pointed_count = 0 };
  struct fol_state *state = moments->get (moments->user_data, index, &marks, error);
  struct fol_shapes *shapes;

  if (state == NULL)
    return NULL;
  shapes =
      fol_page_build (&picture->export, picture->figure, state, &marks, &picture->options, scale);
  fol_state_unref (state);
  return shapes;
}

static struct fol_shapes *
get_page (void *user_data, guint index, GError **error)
{
  const struct writing *writing = user_data;
  guint moment = writing->first + index, count = writing->moments->count;

  if (!tell (writing->work, count + moment, 2 * count, error))
    return NULL;
  return fol_picture_page (writing->picture, writing->moments, moment, writing->scale, error);
}

/* One moment alone finds its scale when it is built. */
static bool
begin (struct writing *writing, GError **error)
{
  if (writing->moments->count == 1)
    return true;
  writing->scale = fol_picture_scale (writing->picture, writing->moments, writing->work, error);
  return writing->scale > 0;
}

bool
fol_picture_write (const struct fol_picture *picture, const struct fol_moments *moments,
                   GOutputStream *stream, const struct fol_picture_work *work, GError **error)
{
  struct writing writing = { .picture = picture, .moments = moments, .work = work };
  const struct fol_pages pages = { moments->count, get_page, &writing };

  return begin (&writing, error) &&
         fol_export_write (&picture->export, &pages, stream,
                           work != NULL ? work->cancellable : NULL, error);
}

bool
fol_picture_save (const struct fol_picture *picture, const struct fol_moments *moments,
                  const char *path, const struct fol_picture_work *work, GError **error)
{
  guint files = fol_picture_files (picture->export.format, moments->count);
  struct writing writing = { .picture = picture, .moments = moments, .work = work };
  const struct fol_pages pages = { moments->count / files, get_page, &writing };

  if (!begin (&writing, error))
    return false;
  for (guint i = 0; i < files; i++) {
    g_autofree char *own = fol_picture_path (path, i, files);

    writing.first = i;
    if (!fol_export_file (&picture->export, &pages, own, work != NULL ? work->cancellable : NULL,
                          error))
      return false;
  }
  tell (work, 2 * moments->count, 2 * moments->count, NULL);
  return true;
}

guint
fol_picture_files (enum fol_format format, guint moments)
{
  return fol_formats[format].many ? 1 : moments;
}

char *
fol_picture_path (const char *path, guint index, guint files)
{
  const char *slash = strrchr (path, '/');
  const char *dot = strrchr (path, '.');

  if (files == 1)
    return g_strdup (path);
  if (dot == NULL || (slash != NULL && dot < slash))
    dot = path + strlen (path);
  return g_strdup_printf ("%.*s-%04u%s", (int) (dot - path), path, index + 1, dot);
}

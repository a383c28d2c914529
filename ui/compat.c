/* ui/compat.c - the few places where GTK 4.8 and later versions differ. */
#include "ui/compat.h"

struct request {
  GtkWindow *parent; /* owned */
  fol_file_chosen_func chosen;
  gpointer user_data;
  gboolean save;
};

static struct request *
request_new (GtkWindow *parent, const struct fol_file_choice *choice, fol_file_chosen_func chosen,
             gpointer user_data)
{
  struct request *request = g_new0 (struct request, 1);

  request->parent = g_object_ref (parent);
  request->chosen = chosen;
  request->user_data = user_data;
  request->save = choice->name != NULL;
  return request;
}

static void
request_finish (struct request *request, GFile *file)
{
  request->chosen (file, request->user_data);
  g_object_unref (request->parent);
  g_free (request);
}

static GtkFileFilter *
make_filter (const struct fol_file_choice *choice)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, choice->filter_name);
  for (guint i = 0; choice->patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, choice->patterns[i]);
  return filter;
}

#if GTK_CHECK_VERSION(4, 10, 0)

/* Newer calls are used on purpose here, and only where they exist. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static void
dialog_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  struct request *request = user_data;
  GtkFileDialog *dialog = GTK_FILE_DIALOG (source);
  g_autoptr (GFile) file = NULL;

  file = request->save ? gtk_file_dialog_save_finish (dialog, result, NULL)
                       : gtk_file_dialog_open_finish (dialog, result, NULL);
  request_finish (request, file);
}

void
fol_choose_file (GtkWindow *parent, const struct fol_file_choice *choice,
                 fol_file_chosen_func chosen, gpointer user_data)
{
  struct request *request = request_new (parent, choice, chosen, user_data);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, choice->title);
  gtk_file_dialog_set_accept_label (dialog, choice->accept);
  if (choice->patterns != NULL) {
    g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
    g_autoptr (GtkFileFilter) filter = make_filter (choice);

    g_list_store_append (filters, filter);
    gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  }
  if (choice->folder != NULL)
    gtk_file_dialog_set_initial_folder (dialog, choice->folder);
  if (request->save) {
    gtk_file_dialog_set_initial_name (dialog, choice->name);
    gtk_file_dialog_save (dialog, parent, NULL, dialog_cb, request);
  } else {
    gtk_file_dialog_open (dialog, parent, NULL, dialog_cb, request);
  }
}

G_GNUC_END_IGNORE_DEPRECATIONS

#else

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  request_finish (user_data, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
fol_choose_file (GtkWindow *parent, const struct fol_file_choice *choice,
                 fol_file_chosen_func chosen, gpointer user_data)
{
  struct request *request = request_new (parent, choice, chosen, user_data);
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (choice->title, parent,
                                        request->save ? GTK_FILE_CHOOSER_ACTION_SAVE
                                                      : GTK_FILE_CHOOSER_ACTION_OPEN,
                                        choice->accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (choice->patterns != NULL) {
    g_autoptr (GtkFileFilter) filter = make_filter (choice);

    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  }
  if (choice->folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), choice->folder, NULL);
  if (request->save)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), choice->name);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), request);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

#endif

package dev.imas.core.chat;

/** What became of a form that a person has sent. */
sealed interface FormSubmission {

  /**
   * @param words what has happened; empty if it was sent before
   */
  record Done(String words) implements FormSubmission {}

  /**
   * Nothing has changed, and the form stays open.
   *
   * @param field that the words are about
   */
  record Refused(String field, String words) implements FormSubmission {}
}

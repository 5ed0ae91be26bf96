package dev.imas.core.chat;

import dev.imas.core.incident.Incident;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one vendor posts, proves itself, and wants to be answered. Pure. */
interface Vendor {

  /** Of the provider. */
  String type();

  /** What the paths begin with to which it posts. */
  default String path() {
    return type();
  }

  /** Of the contacts that name the vendor's people. */
  String channel();

  /** The way in, as the timeline names it. */
  default String via() {
    return channel();
  }

  /** Whether the vendor made this request, by what the provider's owner shares with it. */
  boolean isGenuine(Map<String, String> config, Posted posted, Instant now);

  /** Reads a genuine request. What cannot be read is {@link Heard.Nothing}. */
  Heard hear(Posted posted);

  /**
   * The words in the form in which the vendor reads them in an answer.
   *
   * @param words null: nothing is to be said
   */
  Said say(Heard.Asked asked, @Nullable String words);

  /**
   * The answer to a report, or to a key that was pressed.
   *
   * @param words null: nothing is to be said
   */
  default Said said(@Nullable String words) {
    return Said.NOTHING;
  }

  /**
   * The same.
   *
   * @param language of the words, where that matters
   */
  default Said said(@Nullable String words, String language) {
    return said(words);
  }

  /** Plain text, so that nothing in it is markup to the vendor. */
  default String shown(String words) {
    return words;
  }

  /**
   * First words for what takes longer, after which the rest is said later; empty where the vendor
   * posts again what was not answered in time.
   */
  default Optional<Said> putOff(Heard.Asked asked) {
    return Optional.empty();
  }

  /**
   * A form as the vendor has it.
   *
   * @param incident that it is about; null: none
   */
  default Map<String, Object> form(ChatForm form, @Nullable Incident incident) {
    throw new IllegalStateException(type() + " has no forms");
  }

  /** The answer to a form that was sent. */
  default Said submitted(FormSubmission submission) {
    return Said.NOTHING;
  }

  /** Whether somebody whom no contact names is told how to be known. */
  boolean answersStrangers();

  /**
   * A body of an answer.
   *
   * @param contentType empty if there is no body
   */
  record Said(String contentType, String body) {

    static final Said NOTHING = new Said("", "");
  }
}

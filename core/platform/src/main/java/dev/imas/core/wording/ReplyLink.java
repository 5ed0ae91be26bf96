package dev.imas.core.wording;

import dev.imas.core.platform.Secret;
import java.util.List;

/**
 * The link by which the person who gets a message acts on its incident. Whoever has it acts as that
 * person, so it is written into the message and nowhere else.
 *
 * @param url of the page that asks what to do; it acts when a form is posted to it
 * @param actions what it is for: {@code acknowledge}, {@code resolve}, or {@link #REGISTER}
 */
public record ReplyLink(Secret url, List<String> actions) {

  /** Of the link of an invitation, which opens an account. */
  public static final String REGISTER = "register";

  public ReplyLink {
    actions = List.copyOf(actions);
  }

  /** The first thing to do, such as {@code acknowledge}. */
  public String action() {
    return actions.contains("acknowledge") ? "acknowledge" : "resolve";
  }

  /** The key of what people are told that it is for. */
  String phrase() {
    return "action." + (actions.contains(REGISTER) ? REGISTER : action());
  }

  /** What it is for, in the language of a message. */
  public String label(Phrases phrases) {
    return phrases.say(phrase());
  }
}

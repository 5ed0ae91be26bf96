package dev.imas.gateway.sns;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What SNS posts: an envelope around a message. Everything is text as SNS wrote it, since its
 * signature is over these characters. It prints without the token, which confirms a subscription.
 *
 * @param id at most {@link #LONGEST_ID} characters
 * @param subject null where there is none
 * @param token of a confirmation; else null
 * @param confirmUrl of a confirmation; else null
 */
public record SnsMessage(
    Kind kind,
    String id,
    String topic,
    String message,
    @Nullable String subject,
    String timestamp,
    @Nullable String token,
    @Nullable String confirmUrl,
    String version,
    String signature,
    String certificateUrl) {

  static final int LONGEST_ID = 200;

  /** The types of messages, as SNS spells them. */
  public enum Kind {
    NOTIFICATION("Notification"),
    SUBSCRIPTION("SubscriptionConfirmation"),
    UNSUBSCRIPTION("UnsubscribeConfirmation");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    static @Nullable Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      return null;
    }

    /** Whether it asks to confirm that a subscription begins, or again after it has ended. */
    boolean confirms() {
      return this != NOTIFICATION;
    }

    /** The members that each message of this kind has besides its signature. */
    List<String> needed() {
      return confirms()
          ? List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn")
          : List.of("Message", "MessageId", "Timestamp", "TopicArn");
    }
  }

  /**
   * What is signed: the members in the order of their names, each as its name and its text on lines
   * of their own. A subject that is not there is left out.
   */
  byte[] signed() {
    StringBuilder text = new StringBuilder(message.length() + 1_000);
    add(text, "Message", message);
    add(text, "MessageId", id);
    if (kind.confirms()) {
      add(text, "SubscribeURL", confirmUrl);
    } else {
      add(text, "Subject", subject);
    }
    add(text, "Timestamp", timestamp);
    if (kind.confirms()) {
      add(text, "Token", token);
    }
    add(text, "TopicArn", topic);
    add(text, "Type", kind.word);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void add(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append(name).append('\n').append(value).append('\n');
    }
  }

  @Override
  public String toString() {
    return kind.word + " " + id + " of " + topic;
  }
}

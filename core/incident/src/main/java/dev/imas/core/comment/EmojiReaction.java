package dev.imas.core.comment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people say to a comment without a word. */
enum EmojiReaction {
  THUMBS_UP,
  THUMBS_DOWN,
  EYES,
  DONE,
  THANKS,
  CELEBRATE,
  QUESTION,
  HEART;

  /** The name in the API, such as {@code thumbs_up}. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> wireNames() {
    return Arrays.stream(values()).map(EmojiReaction::wireName).toList();
  }

  static Optional<EmojiReaction> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(wireName)).findFirst();
  }
}

package dev.imas.core.chat;

import java.time.Duration;
import java.util.Map;

/**
 * Where something can be said to a person after the vendor's request was answered.
 *
 * @param to as the notifier reads it. It counts as secret: whoever has it can say something there
 * @param validFor how long the vendor takes it
 * @param isOnlyWay whether the person sees nothing of the answer to the request itself
 */
record Later(Map<String, String> to, Duration validFor, boolean isOnlyWay) {

  Later {
    to = Map.copyOf(to);
  }
}

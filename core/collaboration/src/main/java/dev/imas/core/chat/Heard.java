package dev.imas.core.chat;

import dev.imas.core.room.TimelineMessages;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a vendor's request means. */
sealed interface Heard {

  /** Nothing that anybody asked of IMAS; it is answered and forgotten. */
  record Nothing() implements Heard {}

  /**
   * The vendor itself wants to read this, for instance to see whether somebody is there.
   *
   * @param body as {@code contentType} says
   */
  record Echo(String contentType, String body) implements Heard {}

  /**
   * A message that was taken did not arrive (decision M16).
   *
   * @param message the vendor's own id of it
   */
  record Undelivered(UUID delivery, String message, String reason) implements Heard {}

  /**
   * A key was pressed in a call, so that somebody has heard it.
   *
   * @param call the vendor's own id of the call
   * @param number that was called, as contacts have it
   * @param acknowledges whether the key was the one that acknowledges
   * @param language in which the call was
   */
  record Pressed(String call, UUID delivery, String number, boolean acknowledges, String language)
      implements Heard {}

  /** A call is over that somebody took, or something: it has arrived if a key was pressed. */
  record HungUp(UUID delivery, String call, String reason) implements Heard {}

  /**
   * A person asks for something.
   *
   * @param event the vendor's own id of the request, by which a repeat is known
   * @param sender who asks, as contacts have the address
   * @param thread what the answer must name; empty if nothing
   * @param later where more can be said afterwards; null: nowhere
   */
  record Asked(
      String event, String sender, String thread, ChatCommand command, @Nullable Later later)
      implements Heard {

    Asked(String event, String sender, String thread, ChatCommand command) {
      this(event, sender, thread, command, null);
    }
  }

  /**
   * A person asks for a form.
   *
   * @param event the vendor's own id of the request
   * @param later where it opens
   */
  record FormAsked(String event, String sender, ChatForm form, Later later) implements Heard {}

  /**
   * A person has sent a form.
   *
   * @param event the same each time that this form is sent
   * @param values by the names of its fields
   */
  record Submitted(String event, String sender, ChatForm form, Map<String, String> values)
      implements Heard {
    public Submitted {
      values = Map.copyOf(values);
    }
  }

  /**
   * A person marks a message of a room for the timeline (COL-04).
   *
   * @param event the vendor's own id of the request
   * @param sender who marks it, as contacts have the address
   * @param later where the person is answered; null: nowhere, as after a reaction
   */
  record Marking(String event, String sender, TimelineMessages.Marked marked, @Nullable Later later)
      implements Heard {}
}

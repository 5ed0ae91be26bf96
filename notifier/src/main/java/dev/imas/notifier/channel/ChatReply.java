package dev.imas.notifier.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What is said to somebody in a chat after their request was answered. */
public sealed interface ChatReply {

  /** Where it is said, as core took it from the vendor's request. It counts as secret. */
  Map<String, String> to();

  /**
   * Words that only this person sees, where the vendor can do that.
   *
   * @param words as the vendor reads plain text
   */
  record Words(Map<String, String> to, String words) implements ChatReply {
    public Words {
      to = Map.copyOf(to);
    }
  }

  /**
   * A form that opens in front of the person.
   *
   * @param view as the vendor has it
   */
  record Form(Map<String, String> to, JsonNode view) implements ChatReply {
    public Form {
      to = Map.copyOf(to);
    }
  }
}

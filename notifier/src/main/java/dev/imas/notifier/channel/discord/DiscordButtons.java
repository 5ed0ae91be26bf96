package dev.imas.notifier.channel.discord;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.template.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The buttons of a message (discord.com/developers, "Component Reference"). Whoever presses one
 * acts as themselves, if a contact of theirs says who they are. Pure.
 */
final class DiscordButtons {

  private static final int ROW = 1;
  private static final int BUTTON = 2;
  private static final int LABEL = 80;

  private static final int PRIMARY = 1;
  private static final int SECONDARY = 2;
  private static final int SUCCESS = 3;

  private DiscordButtons() {}

  /** What can still be done about the incident. */
  static Map<String, Object> row(Message message) {
    PageContent page = message.content();
    Phrases phrases = message.wording().phrases();
    List<Map<String, Object>> buttons = new ArrayList<>();
    if (Words.isUnacknowledged(page)) {
      buttons.add(button(phrases, "action.acknowledge", PRIMARY, "ack_incident", page));
    }
    if (Words.isAcknowledged(page)) {
      buttons.add(
          button(phrases, "action.unacknowledge", SECONDARY, "unacknowledge_incident", page));
    }
    buttons.add(button(phrases, "action.resolve", SUCCESS, "resolve_incident", page));
    if (page.incident().severity() != Severity.SEV1_CRITICAL) {
      buttons.add(button(phrases, "action.escalate", SECONDARY, "escalate_incident", page));
    }
    return Map.of("type", ROW, "components", buttons);
  }

  private static Map<String, Object> button(
      Phrases phrases, String label, int style, String action, PageContent page) {
    return Map.of(
        "type",
        BUTTON,
        "style",
        style,
        "label",
        Cut.toLength(phrases.say(label), LABEL),
        "custom_id",
        action + ":" + page.incident().id());
  }
}

package dev.imas.core.catalog;

import dev.imas.core.model.ChannelOffer;
import dev.imas.core.model.MailAddress;
import dev.imas.core.model.WebhookAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What can be known of a contact without calling anybody: whether its address has the form of one,
 * and whether any running notifier could send to it. The rest is for its test to tell. Pure.
 */
final class ContactCheck {

  /**
   * @param pointer to the member that is wrong
   * @param isFault else a warning: it may work, now or later
   */
  record Finding(String pointer, String text, boolean isFault) {}

  private ContactCheck() {}

  /**
   * @param isActive an inactive one may wait for its notifier: what nobody offers is a warning then
   * @param offers of all running notifiers; empty when none is known
   */
  static List<Finding> check(
      String channel, String address, boolean isActive, List<ChannelOffer> offers) {
    List<Finding> found = new ArrayList<>();
    switch (channel) {
      case "console" -> known(channel, isActive, offers, found);
      case "email" -> {
        if (MailAddress.isPlain(address)) {
          known(channel, isActive, offers, found);
        } else {
          found.add(
              new Finding("/address", "is not one plain mail address, such as a@b.example", true));
        }
      }
      case "webhook" -> webhook(address, isActive, offers, found);
      default ->
          found.add(new Finding("/channel", "must be one of console, webhook and email", true));
    }
    return found;
  }

  private static void webhook(
      String address, boolean isActive, List<ChannelOffer> offers, List<Finding> found) {
    WebhookAddress target;
    try {
      target = WebhookAddress.parse(address, Set.of());
    } catch (IllegalArgumentException e) {
      found.add(
          new Finding(
              "/address", "is no http or https address to post to: " + e.getMessage(), true));
      return;
    }
    if (!known("webhook", isActive, offers, found)) {
      return;
    }
    List<ChannelOffer> able = offers.stream().filter(o -> o.offers("webhook")).toList();
    judge(
        able,
        o -> !o.addresses().refusesUnresolved(target.host()),
        new Finding(
            "/address",
            target.host()
                + " is in a network that webhooks may not go to; use a public address, or have it"
                + " allowed on the notifier: notifier.webhook.allow (IMAS_NOTIFIER_WEBHOOK_ALLOW)",
            isActive),
        found);
    judge(
        able,
        o -> o.takesPort(target.port()),
        new Finding(
            "/address",
            "port "
                + target.port()
                + " may not be posted to; use another, or have it allowed on the notifier:"
                + " notifier.webhook.ports (IMAS_NOTIFIER_WEBHOOK_PORTS)",
            isActive),
        found);
  }

  /**
   * @return whether some notifier offers the channel
   */
  private static boolean known(
      String channel, boolean isActive, List<ChannelOffer> offers, List<Finding> found) {
    if (offers.isEmpty()) {
      found.add(
          new Finding(
              "/channel",
              "no notifier runs at present, so whether it can be reached is not known: test it"
                  + " later (POST …/test)",
              false));
      return false;
    }
    judge(
        offers,
        o -> o.offers(channel),
        new Finding(
            "/channel", "no running notifier offers " + channel + ": " + mend(channel), isActive),
        found);
    return offers.stream().anyMatch(o -> o.offers(channel));
  }

  /** Nobody can: the finding. Not everybody can: a warning, since any of them may take a page. */
  private static void judge(
      List<ChannelOffer> offers, Predicate<ChannelOffer> can, Finding ifNone, List<Finding> found) {
    long able = offers.stream().filter(can).count();
    if (able == 0) {
      found.add(ifNone);
    } else if (able < offers.size()) {
      found.add(
          new Finding(
              ifNone.pointer(),
              "only "
                  + able
                  + " of "
                  + offers.size()
                  + " running notifiers can send to it; configure them alike",
              false));
    }
  }

  private static String mend(String channel) {
    return switch (channel) {
      case "email" -> "set smtp.host and smtp.from (IMAS_SMTP_HOST, IMAS_SMTP_FROM) on it";
      case "console" -> "set notifier.console (IMAS_NOTIFIER_CONSOLE) to true on it";
      default -> "use another channel";
    };
  }
}

package dev.imas.core.catalog;

import dev.imas.core.http.Body;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checks a contact without calling anybody: the form of its address, and whether a running notifier
 * can send to it. Only a test of the contact shows the rest. Pure.
 */
public final class ContactCheck {

  /**
   * @param pointer JSON pointer to the member concerned
   * @param isFault whether it is a fault; otherwise it is a warning, and the contact may still work
   */
  public record Finding(String pointer, String text, boolean isFault) {}

  /**
   * What is known of the ways to reach people.
   *
   * @param offers the offers of all running notifiers; empty if none is known
   * @param provided the names of the tenant's active providers, by channel
   */
  public record Known(List<ChannelOffer> offers, Map<String, List<String>> provided) {}

  private final ChannelKinds kinds;

  public ContactCheck(ChannelKinds kinds) {
    this.kinds = kinds;
  }

  /** The address of a contact of that channel if none is given. */
  public String usualAddress(String channel) {
    return kinds.of(channel).map(ChannelKind::usualAddress).orElse("");
  }

  /**
   * Adds what is wrong to the faults of the body that has the contact.
   *
   * @return warnings
   */
  public List<String> check(
      Body body, String channel, String address, boolean isActive, Known known) {
    List<String> warnings = new ArrayList<>();
    for (Finding found : check(channel, address, isActive, known.offers, known.provided)) {
      if (found.isFault) {
        body.fault(found.pointer, found.text);
      } else {
        warnings.add(found.pointer + " " + found.text);
      }
    }
    return warnings;
  }

  /**
   * @param isActive for an inactive contact, a channel that no notifier offers is only a warning
   * @param offers the offers of all running notifiers; empty if none is known
   * @param provided the names of the tenant's active providers, by channel
   */
  public List<Finding> check(
      String channel,
      String address,
      boolean isActive,
      List<ChannelOffer> offers,
      Map<String, List<String>> provided) {
    Optional<ChannelKind> known = kinds.of(channel);
    if (known.isEmpty()) {
      return List.of(
          new Finding("/channel", "must be one of " + String.join(", ", kinds.types()), true));
    }
    ChannelKind kind = known.get();
    String fault = kind.faultOf(address);
    if (fault != null) {
      return List.of(new Finding("/address", fault, true));
    }
    List<String> providers = provided.getOrDefault(channel, List.of());
    List<Finding> found = new ArrayList<>();
    if (kind.isPlace(address) && !providers.isEmpty() && !names(kind, address, providers)) {
      found.add(
          new Finding(
              "/address",
              "names no active provider of "
                  + channel
                  + "; there is "
                  + String.join(", ", providers),
              isActive));
    }
    // Every notifier can send by a provider of the tenant.
    if (isOffered(kind, isActive, offers, !providers.isEmpty(), found)) {
      List<ChannelOffer> able = offers.stream().filter(o -> o.offers(channel)).toList();
      for (ChannelKind.Demand demand : kind.demands(address)) {
        judge(
            able,
            offer -> demand.isMet().test(offer.reach(channel)),
            new Finding("/address", demand.otherwise(), isActive),
            found);
      }
    }
    return found;
  }

  private static boolean isOffered(
      ChannelKind kind,
      boolean isActive,
      List<ChannelOffer> offers,
      boolean isProvided,
      List<Finding> found) {
    if (offers.isEmpty()) {
      found.add(
          new Finding(
              "/channel",
              "no notifier is running, so it is not known whether the contact can be reached: "
                  + "test it later (POST …/test)",
              false));
      return false;
    }
    if (isProvided) {
      return true;
    }
    judge(
        offers,
        o -> o.offers(kind.type()),
        new Finding(
            "/channel",
            (isProvidedOnly(kind, offers)
                    ? "there is no active provider for "
                    : "no running notifier offers ")
                + kind.type()
                + ": "
                + kind.mend(),
            isActive),
        found);
    return offers.stream().anyMatch(o -> o.offers(kind.type()));
  }

  /** Whether the address is the name of a provider, or leaves the choice. */
  private static boolean names(ChannelKind kind, String address, List<String> providers) {
    return address.equalsIgnoreCase(kind.usualAddress())
        || providers.stream().anyMatch(address::equalsIgnoreCase);
  }

  /** Whether settings of a notifier do not matter, but only providers. */
  private static boolean isProvidedOnly(ChannelKind kind, List<ChannelOffer> offers) {
    return !kind.providers().isEmpty() && offers.stream().noneMatch(o -> o.offers(kind.type()));
  }

  /**
   * Adds the finding if no notifier can send to it. Adds a warning if only some can, since any of
   * them may claim a page.
   */
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
}

package dev.imas.core.catalog;

import dev.imas.core.http.Body;
import dev.imas.core.http.Warning;
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
   * @param kind by which programs know it
   * @param pointer JSON pointer to the member concerned
   * @param values that stand in the words, by name
   * @param isFault whether it is a fault; otherwise it is a warning, and the contact may still work
   */
  public record Finding(
      String kind, String pointer, String text, Map<String, String> values, boolean isFault) {

    public Finding {
      values = Map.copyOf(values);
    }

    /** Of a contact of which it is a warning. */
    public Warning warning() {
      return warning(pointer);
    }

    /** The same where the address is another member. */
    public Warning warning(String at) {
      return new Warning(kind, at, text, values);
    }
  }

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
  public List<Warning> check(
      Body body, String channel, String address, boolean isActive, Known known) {
    List<Warning> warnings = new ArrayList<>();
    for (Finding found : check(channel, address, isActive, known.offers, known.provided)) {
      if (found.isFault) {
        body.fault(found.pointer, found.text);
      } else {
        warnings.add(found.warning());
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
          new Finding(
              "unknown_channel",
              "/channel",
              "must be one of " + String.join(", ", kinds.types()),
              Map.of(),
              true));
    }
    ChannelKind kind = known.get();
    String fault = kind.faultOf(address);
    if (fault != null) {
      return List.of(new Finding("bad_address", "/address", fault, Map.of(), true));
    }
    List<String> providers = provided.getOrDefault(channel, List.of());
    List<Finding> found = new ArrayList<>();
    if (kind.isPlace(address) && !providers.isEmpty() && !names(kind, address, providers)) {
      found.add(
          new Finding(
              "no_such_provider",
              "/address",
              "names no active provider of "
                  + channel
                  + "; there is "
                  + String.join(", ", providers),
              Map.of("channel", channel, "providers", String.join(", ", providers)),
              isActive));
    }
    // Every notifier can send by a provider of the tenant.
    if (isOffered(kind, isActive, offers, !providers.isEmpty(), found)) {
      List<ChannelOffer> able = offers.stream().filter(o -> o.offers(channel)).toList();
      for (ChannelKind.Demand demand : kind.demands(address)) {
        judge(
            able,
            offer -> demand.isMet().test(offer.reach(channel)),
            new Finding(
                "cannot_be_sent_to",
                "/address",
                demand.otherwise(),
                Map.of("why", demand.otherwise()),
                isActive),
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
              "no_notifier",
              "/channel",
              "no notifier is running, so it is not known whether the contact can be reached: "
                  + "test it later (POST …/test)",
              Map.of(),
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
            "no_sender",
            "/channel",
            (isProvidedOnly(kind, offers)
                    ? "there is no active provider for "
                    : "no running notifier offers ")
                + kind.type()
                + ": "
                + kind.mend(),
            Map.of("channel", kind.type(), "mend", kind.mend()),
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
              "some_notifiers",
              ifNone.pointer(),
              "only "
                  + able
                  + " of "
                  + offers.size()
                  + " running notifiers can send to it; configure them alike",
              Map.of("able", "" + able, "all", "" + offers.size()),
              false));
    }
  }
}

package dev.imas.core.catalog;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private final ChannelKinds kinds;

  ContactCheck(ChannelKinds kinds) {
    this.kinds = kinds;
  }

  /** Of a contact of that channel for which no address is given. */
  String usualAddress(String channel) {
    return kinds.of(channel).map(ChannelKind::usualAddress).orElse("");
  }

  /**
   * @param isActive an inactive one may wait for its notifier: what nobody offers is a warning then
   * @param offers of all running notifiers; empty when none is known
   */
  List<Finding> check(String channel, String address, boolean isActive, List<ChannelOffer> offers) {
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
    List<Finding> found = new ArrayList<>();
    if (isOffered(kind, isActive, offers, found)) {
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
      ChannelKind kind, boolean isActive, List<ChannelOffer> offers, List<Finding> found) {
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
        o -> o.offers(kind.type()),
        new Finding(
            "/channel", "no running notifier offers " + kind.type() + ": " + kind.mend(), isActive),
        found);
    return offers.stream().anyMatch(o -> o.offers(kind.type()));
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
}

package dev.imas.core.catalog;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.platform.Tx;
import dev.imas.core.provider.ProviderRepository;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says whether anything can be sent to an address now: by a provider of the tenant, or as the
 * running notifiers are set up. While no notifier has reported, nothing is held against an address.
 */
public final class Sendability {

  private final ChannelKinds kinds;
  private final ContactCheck check;
  private final ChannelOfferRepository offers = new ChannelOfferRepository();
  private final ProviderRepository providers = new ProviderRepository();

  public Sendability(ChannelKinds kinds) {
    this.kinds = kinds;
    this.check = new ContactCheck(kinds);
  }

  /** What is known of the tenant's providers and of the notifiers, in one round trip. */
  public Future<Known> ask(Tx tx) {
    Future<List<ChannelOffer>> offered = offers.current(tx);
    Future<Map<String, List<String>>> provided = providers.active(tx);
    return Future.join(offered, provided)
        .transform(
            done ->
                offered.failed()
                    ? Future.failedFuture(offered.cause())
                    : provided.map(names -> new Asked(offered.result(), names)));
  }

  /** What was known at one time. Pure. */
  @FunctionalInterface
  public interface Known {

    /** Why nothing can be sent to an address, with what mends it; empty: something can. */
    Optional<String> fault(String channel, String address);
  }

  /** Nothing is known that speaks against any address. */
  public static final Known ANYTHING = (channel, address) -> Optional.empty();

  private final class Asked implements Known {

    private final List<ChannelOffer> offered;
    private final Map<String, List<String>> provided;

    private Asked(List<ChannelOffer> offered, Map<String, List<String>> provided) {
      this.offered = offered;
      this.provided = provided;
    }

    @Override
    public Optional<String> fault(String channel, String address) {
      return kinds.of(channel).flatMap(kind -> fault(kind, address));
    }

    // An address of a form that is refused today may work all the same: the notifier decides.
    private Optional<String> fault(ChannelKind kind, String address) {
      return kind.faultOf(address) != null
          ? Optional.empty()
          : check.check(kind.type(), address, true, offered, provided).stream()
              .filter(ContactCheck.Finding::isFault)
              .map(ContactCheck.Finding::text)
              .findFirst();
    }
  }
}

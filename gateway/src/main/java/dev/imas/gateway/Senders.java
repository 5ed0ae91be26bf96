package dev.imas.gateway;

import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceTypes;
import dev.imas.gateway.sender.Sender;
import dev.imas.gateway.sender.custom.CustomSender;
import dev.imas.gateway.sender.datadog.DatadogSender;
import dev.imas.gateway.sender.grafana.GrafanaSender;
import dev.imas.gateway.sender.opsgenie.OpsgenieSender;
import dev.imas.gateway.sender.pagerduty.PagerDutySender;
import dev.imas.gateway.sender.profile.ProfileSender;
import dev.imas.gateway.sender.profile.ShippedProfiles;
import dev.imas.gateway.sender.prometheus.AlertmanagerSender;
import dev.imas.gateway.sender.prometheus.PrometheusSender;
import dev.imas.gateway.sender.uptimekuma.UptimeKumaSender;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every built-in sender. A new one is a profile in the resources and a line in {@link
 * ShippedProfiles}, or, in code, a package below {@code gateway.sender} and one line here;
 * everything else that must know the senders asks this class.
 */
public final class Senders implements SourceTypes {

  private static final List<Sender> UNDERSTOOD =
      Stream.of(
              List.of(
                  AlertmanagerSender.SENDER,
                  PrometheusSender.SENDER,
                  DatadogSender.SENDER,
                  GrafanaSender.SENDER,
                  UptimeKumaSender.SENDER,
                  PagerDutySender.SENDER,
                  OpsgenieSender.SENDER),
              ShippedProfiles.all(),
              List.of(ProfileSender.SENDER, CustomSender.SENDER))
          .flatMap(List::stream)
          .toList();

  /** The types as core takes them from its API, and as PostgreSQL stores them. */
  private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]{1,39}");

  private final List<Sender> senders;

  /** The built-in senders. Core finds them by {@link java.util.ServiceLoader}. */
  public Senders() {
    this(UNDERSTOOD);
  }

  private Senders(List<Sender> senders) {
    this.senders = List.copyOf(senders);
    Set<String> types = new HashSet<>(Set.of(ANY));
    for (Sender sender : senders) {
      if (!TYPE.matcher(sender.type()).matches() || !types.add(sender.type())) {
        throw new IllegalArgumentException("not a type of its own: " + sender.type());
      }
    }
  }

  /** The built-in senders and one more. */
  public Senders and(Sender sender) {
    List<Sender> more = new ArrayList<>(senders);
    more.add(sender);
    return new Senders(more);
  }

  public List<Sender> all() {
    return senders;
  }

  @Override
  public List<SourceKind> kinds() {
    return senders.stream().map(Sender::kind).toList();
  }

  /** The types of sources whose keys may read alerts by default. */
  Set<String> readers() {
    Set<String> readers =
        senders.stream()
            .filter(Sender::readsAlerts)
            .map(Sender::type)
            .collect(Collectors.toCollection(HashSet::new));
    readers.add(ANY);
    return readers;
  }
}

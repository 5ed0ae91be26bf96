package dev.imas.core.simulation;

import dev.imas.core.paging.PastEscalations;
import dev.imas.core.paging.PastEscalations.Kind;
import dev.imas.core.paging.PastEscalations.Receiver;
import dev.imas.core.schedule.PastOnCall;
import dev.imas.core.schedule.PastPeople.PastPerson;
import dev.imas.core.simulation.Findings.Paged;
import dev.imas.core.simulation.Findings.PagedIncident;
import dev.imas.core.simulation.Findings.PagedTimes;
import dev.imas.core.simulation.Findings.PagedWho;
import dev.imas.core.simulation.Findings.Recipient;
import dev.imas.core.simulation.Findings.Who;
import dev.imas.core.simulation.ReceiverNameRepository.Named;
import dev.imas.core.simulation.Recipients.Tallies;
import dev.imas.core.simulation.Recipients.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts who would have been paged into the words of the answer. */
final class PagedReport {

  static final int RECIPIENTS_SHOWN = 500;

  private final Recipients recipients;
  private final List<Map.Entry<Receiver, Tallies>> shown;

  PagedReport(Recipients recipients) {
    this.recipients = recipients;
    this.shown =
        recipients.tallies().entrySet().stream()
            .sorted(
                Comparator.comparingLong(
                        (Map.Entry<Receiver, Tallies> one) -> -pages(one.getValue()))
                    .thenComparing(one -> one.getKey().kind())
                    .thenComparing(one -> one.getKey().id()))
            .limit(RECIPIENTS_SHOWN)
            .toList();
  }

  private static long pages(Tallies of) {
    return of.replayed().pages() + of.simulated().pages();
  }

  /** The channels whose names it needs. */
  Set<UUID> channels() {
    Set<UUID> ids = new HashSet<>();
    Stream.concat(
            shown.stream().map(Map.Entry::getKey),
            recipients.audiences().differing().stream()
                .flatMap(pair -> Stream.of(heard(pair.was()), heard(pair.would())))
                .flatMap(List::stream)
                .map(Audience.Heard::receiver))
        .filter(receiver -> receiver.kind() == Kind.CHANNEL)
        .forEach(receiver -> ids.add(receiver.id()));
    return ids;
  }

  private static List<Audience.Heard> heard(@Nullable Life life) {
    return life == null ? List.of() : life.audience().heard();
  }

  /**
   * @param names of channels
   */
  Paged paged(Map<UUID, Named> names) {
    List<PagedIncident> incidents =
        recipients.audiences().differing().stream().map(pair -> incident(pair, names)).toList();
    return new Paged(
        shown.stream().map(one -> recipient(one.getKey(), one.getValue(), names)).toList(),
        recipients.tallies().size() - shown.size() + recipients.uncounted(),
        incidents,
        recipients.audiences().otherwise() - incidents.size());
  }

  /** What is not known of them. */
  static List<String> limits(Recipients recipients) {
    List<String> limits = new ArrayList<>();
    limits.add(
        "Who would have been paged: nobody acknowledges, so steps go on until the incident ends or"
            + " pages again, or the window ends. Schedules, overrides, absences, people and policy"
            + " steps are those of that time. The chosen policy, the members, channels and last"
            + " resorts of teams, the team of a schedule, and round robin are those of today.");
    limits.add(
        "Everyone counts as reachable. Left out: how and when each person is notified, repeated"
            + " pages for alerts that join, recipients of impact scopes beside the steps, and what"
            + " was in progress when the window began.");
    if (recipients.runsLeftOut() > 0) {
      limits.add(
          recipients.runsLeftOut()
              + " escalations were not followed, and their pages are left out: at"
              + " most "
              + Recipients.MOST_STEPS
              + " steps are followed, by "
              + PastOnCall.MOST_SCHEDULES
              + " schedules, and "
              + PastEscalations.MOST_ASKED
              + " services with a severity and a policy.");
    }
    return limits;
  }

  private Recipient recipient(Receiver receiver, Tallies of, Map<UUID, Named> names) {
    Optional<PastPerson> person = recipients.person(receiver);
    return new Recipient(
        who(receiver, names),
        person.map(one -> one.zone().getId()).orElse(null),
        times(of.replayed(), person.isPresent()),
        times(of.simulated(), person.isPresent()));
  }

  private static PagedTimes times(Tally tally, boolean isPerson) {
    return new PagedTimes(
        tally.pages(), isPerson ? tally.atNight() : null, tally.firstAt(), tally.bySeverity());
  }

  private Who who(Receiver receiver, Map<UUID, Named> names) {
    Optional<PastPerson> person = recipients.person(receiver);
    Named channel = names.get(receiver.id());
    return new Who(
        receiver.kind().name().toLowerCase(Locale.ROOT),
        receiver.id(),
        switch (receiver.kind()) {
          case PERSON -> person.map(PastPerson::username).orElse(null);
          case CHANNEL -> channel == null ? null : channel.name();
          case CONSOLE -> "console";
        },
        channel == null ? null : channel.channel(),
        switch (receiver.kind()) {
          case PERSON -> person.isEmpty() || person.get().goneAt() != null;
          case CHANNEL -> channel == null;
          case CONSOLE -> false;
        });
  }

  private PagedIncident incident(Audiences.Pair pair, Map<UUID, Named> names) {
    Opened any = Objects.requireNonNull(pair.was() == null ? pair.would() : pair.was()).opened();
    return new PagedIncident(
        any.at(), any.groupKey(), any.title(), whom(pair.was(), names), whom(pair.would(), names));
  }

  private @Nullable List<PagedWho> whom(@Nullable Life life, Map<UUID, Named> names) {
    return life == null
        ? null
        : life.audience().heard().stream()
            .map(one -> new PagedWho(who(one.receiver(), names), one.firstAt(), one.pages()))
            .toList();
  }
}

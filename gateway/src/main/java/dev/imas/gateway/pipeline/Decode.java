package dev.imas.gateway.pipeline;

import dev.imas.core.model.Severity;
import dev.imas.core.model.SideEventKind;
import dev.imas.core.model.UuidV7;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.Origin;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.Routing;
import dev.imas.gateway.commit.AlertEvent;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.commit.SideEventRow;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.ChangeFact;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.Flag;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.fingerprint.LabelSelection;
import dev.imas.gateway.snapshot.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The third stage: turns a body into events. It decodes it, and routes where the cache does not
 * hold the alert as unchanged. What a rule drops becomes a side event. It uses nothing that is
 * bound to a thread, so a large body can be read off the event loop.
 */
public final class Decode {

  /**
   * The most unreadable elements that are kept of one body. Each becomes a row with its bytes, and
   * a body of 250 bytes may inflate to a hundred thousand of them.
   */
  static final int MOST_BROKEN_KEPT = 1_000;

  /**
   * The most side events that are kept of one body, dropped alerts with them. Each is a row, too.
   * What is beyond is counted as dropped, in one row that says so.
   */
  static final int MOST_SIDE_EVENTS_KEPT = 1_000;

  /**
   * @param events in the order of the body
   * @param sideEvents what is no alert, in the order of the body
   * @param facts what it says of changes beside these, in the order of the body
   * @param broken elements that could not be read, in order, up to the number that is kept
   * @param notKept how many more could not be read; they are neither accepted nor counted
   * @param letters the broken elements as dead letters to be stored
   * @param weak how many of the events are weakly identified
   * @param severe whether a SEV1 or SEV2 is among the events
   * @param news whether any event is more than a mere repeat
   * @param key for the answer, null where none is told
   */
  public record Read(
      List<AlertEvent> events,
      List<SideEventRow> sideEvents,
      List<ChangeFact> facts,
      List<BrokenElement> broken,
      int notKept,
      List<DeadLetter> letters,
      int truncatedBySender,
      int flagged,
      int weak,
      boolean severe,
      boolean news,
      @Nullable String key)
      implements Result {

    /** A body of which nothing is to be stored. */
    static final Read NOTHING = of(List.of(), List.of());

    /** A body that is kept because nothing could be read in it. */
    public static Read of(DeadLetter letter) {
      return of(List.of(), List.of(letter));
    }

    /** A body that is known to be no alert. */
    static Read of(SideEventRow event) {
      return of(List.of(event), List.of());
    }

    private static Read of(List<SideEventRow> events, List<DeadLetter> letters) {
      return new Read(
          List.of(), events, List.of(), List.of(), 0, letters, 0, 0, 0, false, false, null);
    }
  }

  public record Refused(Decoding.Refused why) implements Result {}

  /** The tenant has used up its share of routing time, and others wait. */
  public record OverShare() implements Result {}

  /** Routing takes longer than is allowed here. */
  public record TooLong() implements Result {}

  public sealed interface Result permits Read, Refused, OverShare, TooLong {}

  private final KnownAlerts known;
  private final RoutingTime routing;
  private final boolean isFinal;

  public Decode(KnownAlerts known, RoutingTime routing) {
    this(known, routing, true);
  }

  private Decode(KnownAlerts known, RoutingTime routing, boolean isFinal) {
    this.known = known;
    this.routing = routing;
    this.isFinal = isFinal;
  }

  /** Of bodies that are read once more before they are committed: it marks nothing as stored. */
  static Decode beforehand(KnownAlerts known, RoutingTime routing) {
    return new Decode(known, routing, false);
  }

  /**
   * @param longest nanoseconds that routing may take
   */
  Result read(
      AlertDecoder decoder,
      byte[] body,
      DecodeContext context,
      Snapshot.TenantRoutes routes,
      @Nullable String contentType,
      long longest) {
    return switch (decoder.decode(body, body.length, context)) {
      case Decoding.Refused refused -> new Refused(refused);
      case Decoding.Read decoded ->
          events(decoder, decoded, body, context, routes, contentType, longest);
    };
  }

  private Result events(
      AlertDecoder decoder,
      Decoding.Read decoded,
      byte[] body,
      DecodeContext context,
      Snapshot.TenantRoutes routes,
      @Nullable String contentType,
      long longest) {
    List<AlertEvent> events = new ArrayList<>(decoded.elements().size());
    List<BrokenElement> broken = new ArrayList<>();
    List<DeadLetter> letters = new ArrayList<>();
    BrokenElement firstNotKept = null;
    List<SideEventRow> sideEvents = new ArrayList<>();
    SideEvent firstBeyond = null;
    List<ChangeFact> facts = List.of();
    int beyond = 0;
    Severity sourceDefault = context.source().defaultSeverity();
    Origin origin = context.source().origin();
    Instant receivedAt = Instant.EPOCH.plus(context.receivedAtMicros(), ChronoUnit.MICROS);
    AlertEvent.Router router =
        alert -> {
          Routing way =
              routes
                  .table()
                  .route(
                      new RoutedAlert(
                          alert.labels(),
                          alert.severity(),
                          sourceDefault,
                          receivedAt,
                          new Naming(alert.fingerprint(), alert.weaklyNamed()),
                          origin));
          return context.isTest() ? way.asTest() : way;
        };
    int nowSeconds = (int) (context.receivedAtMicros() / 1_000_000L);
    // Where they are not fixed, a rule may decide on another severity by them. That is a raise and
    // no repeat.
    boolean labelsAreFixed =
        decoder.identifiesByLabels()
            && context.source().options().identity().equals(LabelSelection.ALL);
    int flagged = 0;
    int weak = 0;
    int notKept = 0;
    boolean severe = false;
    boolean news = false;
    int routed = 0;
    long begun = 0;
    for (Element element : decoded.elements()) {
      switch (element) {
        case IncomingAlert alert -> {
          int generation = routes.generation();
          Severity cached = severityOf(alert, generation, nowSeconds);
          AlertEvent event;
          if (cached != null && labelsAreFixed) {
            event = repeat(alert, cached, generation, nowSeconds, router);
          } else {
            if (routed++ == 0) {
              if (!routing.mayRoute(context.tenant())) {
                return new OverShare();
              }
              begun = routing.now();
            } else if (routing.now() - begun > longest) {
              routing.used(context.tenant(), routing.now() - begun, routed);
              return new TooLong();
            }
            Routing way = router.route(alert);
            Routing.Dropped drop = way.dropped();
            // A recovery is applied even so: what was opened before the rule was must end.
            if (drop != null && alert.firing()) {
              SideEvent dropped = dropped(alert, drop, context);
              if (sideEvents.size() < MOST_SIDE_EVENTS_KEPT) {
                sideEvents.add(row(dropped, 1, context));
              } else if (beyond++ == 0) {
                firstBeyond = dropped;
              }
              continue;
            }
            event =
                way.severity() == cached
                    ? repeat(alert, cached, generation, nowSeconds, router)
                    : AlertEvent.routed(alert, way, generation, router);
          }
          severe |= event.severity().isCritical();
          news |= event.isNews();
          String flags = alert.details().get("flags");
          if (flags != null) {
            flagged++;
            weak += flags.contains(Flag.WEAK_IDENTITY.wireName()) ? 1 : 0;
          }
          events.add(event);
        }
        case SideEvent event when sideEvents.size() >= MOST_SIDE_EVENTS_KEPT -> {
          if (beyond++ == 0) {
            firstBeyond = event;
          }
        }
        case SideEvent event -> sideEvents.add(row(event, 1, context));
        case ChangeFact fact -> facts = with(facts, fact);
        case BrokenElement b when broken.size() >= MOST_BROKEN_KEPT -> {
          if (notKept++ == 0) {
            firstNotKept = b;
          }
        }
        case BrokenElement b -> {
          broken.add(b);
          letters.add(letter(b, decoder, body, context, contentType));
        }
      }
    }
    if (routed > 0) {
      routing.used(context.tenant(), routing.now() - begun, routed);
    }
    if (firstNotKept != null) {
      letters.add(letterOfTheRest(notKept, firstNotKept, decoder, body, context, contentType));
    }
    if (firstBeyond != null) {
      sideEvents.add(row(rest(firstBeyond), beyond, context));
    }
    return new Read(
        events,
        sideEvents,
        facts,
        broken,
        notKept,
        letters,
        decoded.truncatedBySender(),
        flagged,
        weak,
        severe,
        news,
        decoded.key());
  }

  /** Nearly no body has facts, so nearly none needs a list for them. Few are more than one. */
  private static List<ChangeFact> with(List<ChangeFact> facts, ChangeFact fact) {
    List<ChangeFact> grown = facts.isEmpty() ? new ArrayList<>() : facts;
    if (grown.size() < MOST_SIDE_EVENTS_KEPT) {
      grown.add(fact);
    }
    return grown;
  }

  private static SideEventRow row(SideEvent event, int count, DecodeContext context) {
    return new SideEventRow(UuidV7.at(context.receivedAtMicros() / 1_000), event, count);
  }

  /** By our clock, since nobody looks at what the sender says of its time. */
  private static SideEvent dropped(IncomingAlert alert, Routing.Dropped by, DecodeContext context) {
    return new SideEvent(
        SideEventKind.DROPPED,
        alert.name(),
        alert.fingerprint(),
        null,
        "",
        "by rule " + by.name() + ": " + by.why(),
        alert.labels(),
        "",
        context.receivedAtMicros(),
        alert.bodyStart(),
        alert.bodyEnd());
  }

  /** One event for all that are beyond the number that is kept. */
  private static SideEvent rest(SideEvent first) {
    return new SideEvent(
        SideEventKind.DROPPED,
        first.title(),
        null,
        null,
        "",
        "beyond the "
            + MOST_SIDE_EVENTS_KEPT
            + " events without an alert that are kept of one body; this is the first of them",
        first.labels(),
        first.link(),
        first.happenedAtMicros(),
        first.bodyStart(),
        first.bodyEnd());
  }

  private AlertEvent repeat(
      IncomingAlert alert,
      Severity severity,
      int generation,
      int nowSeconds,
      AlertEvent.Router router) {
    return isFinal && known.areTextsDue(alert.fingerprint(), alert.annotations(), nowSeconds)
        ? AlertEvent.renewed(alert, severity, generation, router)
        : AlertEvent.known(alert, severity, generation, router);
  }

  private static DeadLetter letter(
      BrokenElement broken,
      AlertDecoder decoder,
      byte[] body,
      DecodeContext context,
      @Nullable String contentType) {
    return new DeadLetter(
        UuidV7.at(context.receivedAtMicros() / 1_000),
        "element",
        true,
        decoder.dialect(),
        broken.pointer(),
        broken.reason(),
        contentType,
        DeadLetter.cut(body, broken.bodyStart(), broken.bodyEnd()),
        broken.bodyEnd() - broken.bodyStart());
  }

  /**
   * One dead letter for all of them, with the body. Like that of a body refused whole, it counts as
   * no alert.
   */
  private static DeadLetter letterOfTheRest(
      int count,
      BrokenElement first,
      AlertDecoder decoder,
      byte[] body,
      DecodeContext context,
      @Nullable String contentType) {
    return DeadLetter.ofBody(
        decoder.dialect(),
        first.pointer(),
        count + " more elements of this body could not be read; the first: " + first.reason(),
        contentType,
        body,
        context.receivedAtMicros());
  }

  /** The severity the alert already fires with by the cache; null where it must be routed. */
  private @Nullable Severity severityOf(IncomingAlert alert, int generation, int nowSeconds) {
    return alert.firing()
        ? known.severityOf(
            alert.fingerprint(), alert.severity(), alert.startsAtMicros(), generation, nowSeconds)
        : null;
  }
}

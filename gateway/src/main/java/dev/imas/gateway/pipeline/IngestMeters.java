package dev.imas.gateway.pipeline;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.TenantId;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.snapshot.SourceEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The metrics of the edge, per tenant and source where these are known. Shared by all event loops.
 */
public final class IngestMeters {

  /** Why a request was refused, as in the label {@code reason}. */
  public enum Refusal {
    UNAUTHENTICATED,
    INACTIVE_SOURCE,
    WRONG_SOURCE_TYPE,
    BAD_SIGNATURE,
    FOREIGN_TOPIC,
    NO_CERTIFICATE,
    REPLAYED,
    METHOD,
    MEDIA_TYPE,
    CODING,
    TOO_LARGE,
    TOO_SLOW,
    MALFORMED,
    NO_TESTS,
    SHED_SOFT,
    SHED_HARD,
    SHED_WAIT,
    SHED_BACKLOG,
    SHED_ROUTING,
    WAITED_TOO_LONG,
    NOT_STORED,
    NOT_APPENDED,
    NOT_READY;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
      return label;
    }

    /** Whether it was refused for overload rather than for its content. */
    boolean isOverload() {
      return switch (this) {
        case SHED_SOFT, SHED_HARD, SHED_WAIT, SHED_BACKLOG, SHED_ROUTING, WAITED_TOO_LONG -> true;
        case UNAUTHENTICATED,
            INACTIVE_SOURCE,
            WRONG_SOURCE_TYPE,
            BAD_SIGNATURE,
            FOREIGN_TOPIC,
            NO_CERTIFICATE,
            REPLAYED,
            METHOD,
            MEDIA_TYPE,
            CODING,
            TOO_LARGE,
            TOO_SLOW,
            MALFORMED,
            NO_TESTS,
            NOT_STORED,
            NOT_APPENDED,
            NOT_READY ->
            false;
      };
    }
  }

  private final MeterRegistry registry;
  private final Counter[] refusals = new Counter[Refusal.values().length];
  private final Map<UUID, Map<Disposition, Counter>> alerts = new ConcurrentHashMap<>();
  private final Map<TenantId, Map<Refusal, Counter>> shed = new ConcurrentHashMap<>();
  private final ShedLog shedLog;
  private final Counter flagged;
  private final Counter truncated;
  private final Counter bodiesNotKept;
  private final Counter elementsNotKept;
  private final Timer answered;

  /**
   * @param outboxRows that wait for core, as admission knows them
   * @param nanoTime {@code System.nanoTime}, or a test's clock
   */
  public IngestMeters(
      MeterRegistry registry, Admission admission, LongSupplier outboxRows, LongSupplier nanoTime) {
    this.registry = registry;
    this.shedLog = new ShedLog(nanoTime);
    for (Refusal refusal : Refusal.values()) {
      refusals[refusal.ordinal()] =
          Counter.builder("imas_ingest_refused_total")
              .description("Requests refused on sender routes, by reason")
              .tag("reason", refusal.label)
              .register(registry);
      if (refusal.isOverload()) {
        Gauge.builder("imas_ingest_shedding", shedLog, shedding -> shedding.isOn(refusal) ? 1 : 0)
            .description("Whether requests are refused for overload, by reason: 1 or 0")
            .tag("reason", refusal.label)
            .register(registry);
      }
    }
    Gauge.builder("imas_ingest_backlog", outboxRows, LongSupplier::getAsLong)
        .description("State changes that wait for core, as admission estimates them")
        // A gauge holds its supplier weakly, so this class keeps it.
        .strongReference(true)
        .register(registry);
    Gauge.builder("imas_ingest_in_flight_bytes", admission, Admission::inFlightBytes)
        .description("Bytes of request bodies in flight")
        .register(registry);
    flagged =
        Counter.builder("imas_ingest_flagged_total")
            .description("Alerts of which something was cut, replaced or not understood")
            .register(registry);
    truncated =
        Counter.builder("imas_ingest_truncated_by_sender_total")
            .description("Alerts that senders report as left out of their posts")
            .register(registry);
    bodiesNotKept =
        Counter.builder("imas_ingest_bodies_not_kept_total")
            .description(
                "Unreadable bodies that were not kept as dead letters, because too many came")
            .register(registry);
    elementsNotKept =
        Counter.builder("imas_ingest_elements_not_kept_total")
            .description("Unreadable elements of a body beyond the number that is kept")
            .register(registry);
    answered =
        Timer.builder("imas_ingest_request_seconds")
            .description("From the last byte of a post to its answer 2xx")
            .publishPercentiles(0.5, 0.99, 0.999)
            .register(registry);
  }

  /** Counts a refused request of an unknown sender. */
  public void refused(Refusal reason) {
    refusals[reason.ordinal()].increment();
  }

  /** Counts a refused request of this tenant. */
  public void refused(Refusal reason, TenantId tenant) {
    refused(reason);
    if (reason.isOverload()) {
      shedLog.refused(reason);
      shed.computeIfAbsent(tenant, id -> new ConcurrentHashMap<>())
          .computeIfAbsent(
              reason,
              why ->
                  Counter.builder("imas_ingest_shed_total")
                      .description("Requests refused for overload, by tenant and reason")
                      .tag("tenant", tenant.toString())
                      .tag("reason", why.label)
                      .register(registry))
          .increment();
    }
  }

  /** Lets the log report what is over. To be called about once a second. */
  public void look() {
    shedLog.look();
  }

  /** A post was answered 2xx. */
  void answered(long nanos) {
    answered.record(nanos, TimeUnit.NANOSECONDS);
  }

  void answered(SourceEntry source, Submission submission, long nanos) {
    answered(nanos);
    committed(source, submission);
  }

  /** Counts the alerts of a submission that is committed, by what became of them. */
  public void committed(SourceEntry source, Submission submission) {
    Map<Disposition, Counter> counters = alerts.get(submission.source());
    if (counters == null) {
      counters = alerts.computeIfAbsent(submission.source(), id -> counters(source));
    }
    for (Map.Entry<Disposition, Counter> e : counters.entrySet()) {
      int n = submission.count(e.getKey());
      if (n > 0) {
        e.getValue().increment(n);
      }
    }
  }

  /** The sender of a post waited no longer; it was answered before its commit. */
  public void deadlinePassed(SourceEntry source) {
    Counter.builder("imas_ingest_deadlines_passed_total")
        .description("Posts answered 503 because their sender waits no longer for the commit")
        .tag("tenant", source.tenant().toString())
        .tag("source", source.name())
        .register(registry)
        .increment();
  }

  /** Counts what was cut, left out or not understood of a post that is to be stored. */
  void read(Decode.Read read) {
    if (read.flagged() > 0) {
      flagged.increment(read.flagged());
    }
    if (read.notKept() > 0) {
      elementsNotKept.increment(read.notKept());
    }
    if (read.truncatedBySender() > 0) {
      truncated.increment(read.truncatedBySender());
    }
  }

  void bodyNotKept() {
    bodiesNotKept.increment();
  }

  private Map<Disposition, Counter> counters(SourceEntry source) {
    Map<Disposition, Counter> counters = new EnumMap<>(Disposition.class);
    for (Disposition disposition : Disposition.values()) {
      counters.put(
          disposition,
          Counter.builder("imas_ingest_alerts_total")
              .description("Alerts committed and answered, by disposition")
              .tag("tenant", source.tenant().toString())
              .tag("source", source.name())
              .tag("disposition", disposition.wireName())
              .register(registry));
    }
    return counters;
  }
}

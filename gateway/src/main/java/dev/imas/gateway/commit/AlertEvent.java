package dev.imas.gateway.commit;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TestPosts;
import dev.imas.core.model.TestSpace;
import dev.imas.core.rule.Routing;
import dev.imas.gateway.decode.IncomingAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One alert on its way into the database: what the sender wrote, what the rules decided, and what
 * became of it. Bound to the event loop of its submission.
 */
public final class AlertEvent {

  final IncomingAlert alert;
  final Severity severity;
  final int generation;

  /**
   * Null while the cache holds the alert as unchanged: routing is needed only if that entry is
   * stale.
   */
  @Nullable Routing routing;

  /** Sent as a narrow update; set to false when the cache entry turns out to be stale. */
  boolean cacheHit;

  @Nullable Disposition disposition;

  /** A cache hit, too, but one whose annotations must be stored. */
  final boolean renewsTexts;

  private @Nullable Submission submission;
  private int position;
  private final Router router;

  /** Older events of the same body that are counted with this one. */
  private List<AlertEvent> folded = List.of();

  private long endsAtMicros;

  /** Decides where an alert goes. It is asked only when that is needed. */
  @FunctionalInterface
  public interface Router {
    Routing route(IncomingAlert alert);
  }

  private AlertEvent(
      IncomingAlert alert,
      Severity severity,
      int generation,
      @Nullable Routing routing,
      boolean cacheHit,
      boolean renewsTexts,
      Router router) {
    this.alert = alert;
    this.severity = severity;
    this.generation = generation;
    this.routing = routing;
    this.cacheHit = cacheHit;
    this.renewsTexts = renewsTexts;
    this.endsAtMicros = alert.endsAtMicros();
    this.router = router;
  }

  /** An alert that, by the cache, already fires with this severity. */
  public static AlertEvent known(
      IncomingAlert alert, Severity severity, int generation, Router router) {
    return new AlertEvent(alert, severity, generation, null, true, false, router);
  }

  /** A cache hit whose annotations must be stored: {@link TextRefresh}. */
  public static AlertEvent renewed(
      IncomingAlert alert, Severity severity, int generation, Router router) {
    return new AlertEvent(alert, severity, generation, null, true, true, router);
  }

  /** An alert that was routed. */
  public static AlertEvent routed(
      IncomingAlert alert, Routing routing, int generation, Router router) {
    return new AlertEvent(alert, routing.severity(), generation, routing, false, false, router);
  }

  public IncomingAlert alert() {
    return alert;
  }

  /** Whether the cache holds this alert as firing already, exactly as it was posted. */
  public boolean isCacheHit() {
    return cacheHit;
  }

  /** Whether core may have work with it, because it is no mere repeat by the cache. */
  public boolean isNews() {
    return !cacheHit;
  }

  /** The severity that the rules decided. */
  public Severity severity() {
    return severity;
  }

  /** What became of it; null until it is committed. */
  public @Nullable Disposition disposition() {
    return disposition;
  }

  /**
   * @param at its position among the events of the request
   */
  void belongTo(Submission owner, int at) {
    submission = owner;
    position = at;
  }

  Submission submission() {
    Submission s = submission;
    if (s == null) {
      throw new IllegalStateException("the event was never submitted");
    }
    return s;
  }

  /** Its place among the events of the request. */
  int position() {
    return position;
  }

  /** Counts an older event of the same request and fingerprint with this newer one. */
  void speakFor(AlertEvent older) {
    // Append the shorter list to the longer one: copying the longer for each of thousands is slow.
    boolean takesOver = older.folded.size() > folded.size();
    List<AlertEvent> few = takesOver ? folded : older.folded;
    List<AlertEvent> all = takesOver ? older.folded : folded;
    folded = all.isEmpty() ? new ArrayList<>() : all;
    folded.addAll(few);
    folded.add(older);
    older.folded = List.of();
    endsAtMicros = Math.max(endsAtMicros, older.endsAtMicros);
    // The cached state may be that of the older event, so this one goes in full.
    cacheHit = false;
  }

  /**
   * The latest end of this event and of those it stands for, {@link IncomingAlert#NONE} for none.
   */
  long endsAtMicros() {
    return endsAtMicros;
  }

  List<AlertEvent> folded() {
    return folded;
  }

  Routing routing() {
    Routing r = routing;
    if (r == null) {
      r = router.route(alert);
      routing = r;
    }
    return r;
  }

  /**
   * Which of several senders with one key posted it, by the address that it tells of itself; null
   * if it tells none. {@code sender_of} in the database reads the same detail.
   */
  @Nullable String sender() {
    return alert.details().get("external_url");
  }

  long receivedAtMicros() {
    return submission().receivedAtMicros();
  }

  /**
   * The sender's time of this event. Where it gives none, the time of receipt counts. Events of one
   * request are then a microsecond apart, so that their order in the body counts.
   */
  long observedAtMicros() {
    long observed = alert.observedAtMicros();
    return observed == receivedAtMicros() ? observed + position : observed;
  }

  /** Whether {@link #observedAtMicros} comes from the sender rather than from our clock. */
  boolean tellsItsTime() {
    return alert.observedAtMicros() != receivedAtMicros();
  }

  /** A dead letter with the alert as the sender wrote it. */
  DeadLetter asRefused(UUID id, String reason) {
    Submission owner = submission();
    return new DeadLetter(
        id,
        "rejected",
        true,
        owner.dialect(),
        "",
        reason,
        TestSpace.isKey(routing().groupKey()) ? TestPosts.marked(null) : "application/json",
        DeadLetter.cut(owner.body(), alert.bodyStart(), alert.bodyEnd()),
        alert.bodyEnd() - alert.bodyStart());
  }

  void settle(Disposition outcome) {
    disposition = outcome;
    submission().settled(outcome);
  }
}

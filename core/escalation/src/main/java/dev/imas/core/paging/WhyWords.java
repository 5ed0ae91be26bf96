package dev.imas.core.paging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.Unpaged;
import dev.imas.core.paging.RecordRepository.Sent;
import dev.imas.core.paging.RecordRepository.Taken;
import dev.imas.core.storm.HoldingStormRepository.Holding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a person was paged about an incident, or was not, line by line. Pure. */
final class WhyWords {

  private final UUID user;
  private final String username;
  private final List<String> lines = new ArrayList<>();

  private WhyWords(UUID user, String username) {
    this.user = user;
    this.username = username;
  }

  /**
   * @param runs the oldest first
   * @param chosen by run, which policies were considered, as it was written then
   * @param sent pages of the incident
   * @param holding the storm that holds the incident, if one does
   * @param unpaged who opened it without paging anyone, if somebody did
   */
  static List<String> of(
      UUID user,
      String username,
      List<Run> runs,
      Map<Integer, JsonNode> chosen,
      List<Taken> taken,
      List<Sent> sent,
      Optional<Holding> holding,
      Optional<Unpaged> unpaged) {
    WhyWords words = new WhyWords(user, username);
    holding.ifPresent(storm -> words.lines.add(storm.words()));
    unpaged.ifPresent(words::unpaged);
    boolean waits = unpaged.filter(one -> one.endedBy() == null).isPresent();
    if (runs.isEmpty() && holding.isEmpty() && !waits) {
      words.lines.add(
          "Not escalated: no policy matches and nobody is on call. The team's channels were"
              + " notified");
    }
    for (Run run : runs) {
      words.run(
          run,
          because(chosen.get(run.number())),
          taken.stream().filter(t -> t.run() == run.number()).toList());
    }
    sent.stream().filter(page -> user.equals(page.user())).forEach(words::page);
    if (taken.stream().noneMatch(t -> words.mine(t).isPresent())
        && sent.stream().noneMatch(page -> user.equals(page.user()) && page.askedBy() != null)) {
      words.lines.add("No step has named " + username);
    }
    return List.copyOf(words.lines);
  }

  private void unpaged(Unpaged unpaged) {
    lines.add(unpaged.by() + " opened it at " + unpaged.at() + " without paging anyone");
    lines.add(
        unpaged.endedBy() == null
            ? "Nobody is paged until somebody escalates it"
            : unpaged.endedBy() + " had people paged at " + unpaged.endedAt());
  }

  /** ": it is the team's default". */
  private static String because(@Nullable JsonNode considered) {
    if (considered != null) {
      for (JsonNode policy : considered) {
        if (policy.path("chosen").asBoolean()) {
          return ": " + policy.path("why").asText();
        }
      }
    }
    return "";
  }

  private void run(Run run, String because, List<Taken> taken) {
    lines.add(
        run.policy().isPresent()
            ? "Policy “"
                + run.policyName()
                + "”, version "
                + run.policyVersion()
                + ", began at "
                + run.startedAt()
                + because
            : "No policy matches. Paging whoever is on call since " + run.startedAt());
    taken.forEach(this::taken);
    String by = run.endedBy().orElse("somebody");
    switch (run.state()) {
      case RUNNING ->
          lines.add(
              "In progress; the next step is due at "
                  + run.dueAt().map(Object::toString).orElse("once"));
      case ACKNOWLEDGED -> lines.add("Ended at " + ended(run) + ": acknowledged by " + by);
      case STOPPED -> lines.add("Ended at " + ended(run) + ": the incident was resolved by " + by);
      case REPLACED -> lines.add("Another policy took over at " + ended(run));
      case EXHAUSTED ->
          lines.add("Ended unacknowledged at " + ended(run) + "; the fallback was paged");
    }
  }

  private static String ended(Run run) {
    return run.endedAt().map(Object::toString).orElse("an unknown time");
  }

  private void taken(Taken taken) {
    String step =
        "Round "
            + (taken.round() + 1)
            + ", step "
            + (taken.step() + 1)
            + ", "
            + taken.firedAt()
            + ": ";
    Optional<Firing.Told> mine = mine(taken);
    if (mine.isPresent()) {
      lines.add(step + username + ", " + mine.get().how() + how(mine.get()));
      mine.get().cuts().forEach(cut -> lines.add(step + cut));
      return;
    }
    List<String> others =
        taken.people().stream().map(one -> one.name() + " (" + one.how() + ")").toList();
    lines.add(
        step
            + (others.isEmpty() ? "paged nobody" : "paged " + String.join(", ", others))
            + (taken.reason() == null ? "" : "; " + taken.reason()));
  }

  private static String how(Firing.Told told) {
    if (told.unreachable() != null) {
      return ": could not be paged, " + told.unreachable();
    }
    return ": "
        + String.join(
            ", ", told.calls().stream().map(call -> call.channel() + " " + when(call)).toList());
  }

  private static String when(Firing.ToldCall call) {
    if (call.waits() != null) {
      return call.waits();
    }
    Duration after = Duration.parse(call.after());
    return after.isZero()
        ? "at once"
        : "after " + after.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }

  private Optional<Firing.Told> mine(Taken taken) {
    return taken.people().stream().filter(one -> user.equals(one.user())).findFirst();
  }

  private void page(Sent page) {
    String what =
        (page.event().equals(IncidentEvent.SCOPE_ADDED.wireName())
                ? "An impact scope was added that concerns " + username + ". "
                : "")
            + (page.askedBy() == null ? "" : page.askedBy() + " paged " + username + " by hand. ")
            + (IncidentEvent.named(page.event()).map(IncidentEvent::calls).orElse(true)
                ? "The page by "
                : "The update by ")
            + page.channel()
            + " of "
            + page.at()
            + " ";
    if (page.heldUntil() != null && page.heldFor() != null) {
      lines.add(what + "was held until " + page.heldUntil() + ": " + held(page.heldFor()));
    }
    String answer = page.lastAnswer() == null ? "" : ": " + page.lastAnswer();
    lines.add(
        what
            + switch (page.status()) {
              case "sent" ->
                  page.acceptedAt() == null
                      ? "was combined into the message " + page.foldedInto()
                      : accepted(page);
              case "held" -> "is waiting";
              case "dead" -> "failed after " + page.attempts() + " attempts" + answer;
              case "cancelled" -> "was not sent" + answer;
              default -> "is on its way" + answer;
            });
  }

  private static String accepted(Sent page) {
    return page.shownIn() == null
        ? "was accepted at " + page.acceptedAt()
        : "was shown at "
            + page.acceptedAt()
            + " by changing the message "
            + page.providerMessageId()
            + " of the delivery "
            + page.shownIn();
  }

  private static String held(String why) {
    return switch (why) {
      case "grouped" -> "the matrix says grouped";
      case "daily" -> "the matrix says daily";
      case "weekly" -> "the matrix says weekly";
      case "take_back" -> "until then the change could be taken back";
      default -> "quiet hours";
    };
  }
}

package dev.imas.core.chat;

import dev.imas.core.access.Permission;
import dev.imas.core.chat.HookRepository.Called;
import dev.imas.core.chat.HookRepository.Hook;
import dev.imas.core.chat.HookRepository.Team;
import dev.imas.core.grant.CallerRepository;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.incident.IncidentReplies.Reply;
import dev.imas.core.incident.IncidentView;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.room.TimelineMessages;
import dev.imas.core.schedule.NameRepository;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.wording.Phrases;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does what a known person asks for in a chat, as the API would for them (COL-16), and says what
 * became of it. Only on a virtual thread. Each request of a vendor counts once, by the vendor's own
 * id of it, which is stored in the transaction of its effect.
 */
public final class ChatDesk {

  private static final Duration REMEMBERED = Duration.ofHours(24);
  private static final int ANSWERS_A_MINUTE = 10;

  static final String HELP =
      """
      ack INC-… [message], unack INC-… [message], resolve INC-… [message], escalate INC-…, status INC-…, list [all], \
      create <title>, oncall [team]\
      """;

  private final Transactions transactions;
  private final IncidentReplies replies;
  private final TimelineMessages marks;
  private final ReplyQueue queue;
  private final OnCall onCall;
  private final InstantSource clock;
  private final HookRepository hooks = new HookRepository();
  private final CallerRepository callers = new CallerRepository();
  private final ChatPeople people = new ChatPeople();
  private final NameRepository names = new NameRepository();
  private final AnswerRate rate = new AnswerRate(ANSWERS_A_MINUTE);

  public ChatDesk(
      Transactions transactions,
      IncidentReplies replies,
      TimelineMessages marks,
      ReplyQueue queue,
      OnCall onCall,
      InstantSource clock) {
    this.transactions = transactions;
    this.replies = replies;
    this.marks = marks;
    this.queue = queue;
    this.onCall = onCall;
    this.clock = clock;
  }

  /**
   * The words to answer; null if nothing is to be said, as to a repeat, to a stranger of whom the
   * vendor wants money, or to somebody who writes too often.
   */
  @Nullable String answer(Hook hook, Vendor vendor, Heard.Asked asked) {
    Instant now = clock.instant();
    String words;
    try {
      Optional<Principal> caller =
          transactions.call(
              hook.tenant(), tx -> people.find(tx, hook, vendor, asked.sender(), now));
      words =
          caller.isPresent()
              ? done(hook, vendor, asked, caller.get())
              : vendor.answersStrangers() ? ChatPeople.stranger(vendor, asked.sender()) : null;
    } catch (Repeated e) {
      return null;
    } catch (Fault fault) {
      words = refusal(fault);
    }
    return rate.allows(hook.provider() + "/" + asked.sender(), now) ? words : null;
  }

  /** What a person is told whose request was refused; what is our own fault stays one. */
  static String refusal(Fault fault) {
    return switch (fault.kind()) {
      case UNAVAILABLE, INTERNAL -> throw fault;
      default -> "Nothing has changed: " + fault.detail() + ".";
    };
  }

  /** Says something to a person after the vendor's request was answered. */
  void sayLater(Hook hook, Vendor vendor, Later later, String words) {
    transactions.call(
        hook.tenant(),
        tx -> {
          queue.say(tx, hook, later, vendor.shown(words));
          return words;
        });
  }

  /** A message did not arrive, although the vendor had taken it: others are told instead. */
  void undelivered(Hook hook, Heard.Undelivered report) {
    transactions
        .run(
            hook.tenant(),
            tx -> hooks.fail(tx, report.delivery(), report.message(), report.reason()))
        .await();
  }

  /** A call is over. Unless a key was pressed, a voicemail may have taken it. */
  void hungUp(Hook hook, Heard.HungUp report) {
    transactions.call(
        hook.tenant(),
        tx -> {
          if (!hooks.isTaken(tx, hook.provider(), keyOf(report.call())).await()) {
            hooks.fail(tx, report.delivery(), report.call(), report.reason()).await();
          }
          return report;
        });
  }

  /** What a voice says. */
  record Spoken(String words, String language) {

    static Spoken of(Phrases phrases, String key) {
      return new Spoken(phrases.say(key), phrases.language());
    }
  }

  /**
   * A key was pressed in a call: the person whose number it is acknowledges, if the key was for
   * that. That it was pressed counts, whatever becomes of the rest.
   *
   * @return what the person hears; null if nothing is to be said
   */
  @Nullable Spoken pressed(Hook hook, Vendor vendor, Heard.Pressed pressed) {
    Instant now = clock.instant();
    Phrases phrases = Phrases.of(pressed.language());
    Optional<Called> called =
        transactions.call(
            hook.tenant(),
            tx -> {
              hooks.take(tx, hook.provider(), keyOf(pressed.call()), now).await();
              return hooks
                  .called(tx, pressed.delivery(), vendor.channel(), pressed.number())
                  .await();
            });
    if (!pressed.acknowledges() || called.isEmpty()) {
      return Spoken.of(phrases, "spoken.heard");
    }
    try {
      return Spoken.of(phrases, acknowledged(hook, vendor, pressed, called.get(), now));
    } catch (Repeated e) {
      return null;
    } catch (Fault fault) {
      return new Spoken(refusal(fault), "en");
    }
  }

  /** The key of what the person hears. */
  private String acknowledged(
      Hook hook, Vendor vendor, Heard.Pressed pressed, Called called, Instant now) {
    Optional<Principal> caller =
        transactions.call(
            hook.tenant(), tx -> callers.find(tx, hook.tenant(), called.user(), now).await());
    if (caller.isEmpty()) {
      return "spoken.stranger";
    }
    replies
        .apply(
            new Reply(
                IncidentReplies.Act.ACKNOWLEDGE,
                caller.get(),
                called.incident().toString(),
                null,
                vendor.via()),
            (tx, at) -> once(tx, hook, pressed.call() + "/acknowledge", at))
        .await();
    return "spoken.acknowledged";
  }

  private static String keyOf(String call) {
    return call + "/key";
  }

  /**
   * Takes a message of a room into the timeline.
   *
   * @return what became of it, for a person who can be answered; null if nothing is to be said
   */
  @Nullable String mark(Hook hook, Vendor vendor, Heard.Marking marking) {
    try {
      return transactions
          .call(hook.tenant(), tx -> Optional.ofNullable(marked(tx, hook, vendor, marking)))
          .orElse(null);
    } catch (Fault fault) {
      return refusal(fault);
    }
  }

  private @Nullable String marked(Tx tx, Hook hook, Vendor vendor, Heard.Marking marking) {
    Instant now = clock.instant();
    Optional<TimelineMessages.Place> place = marks.place(tx, hook.provider(), marking.marked());
    if (place.isEmpty()) {
      return "Nothing has changed: this is no message of a person in an incident's room.";
    }
    Optional<Principal> caller = people.find(tx, hook, vendor, marking.sender(), now);
    if (caller.isEmpty()) {
      return ChatPeople.stranger(vendor, marking.sender());
    }
    if (!hooks.take(tx, hook.provider(), marking.event(), now).await()) {
      return null;
    }
    return marks.take(tx, caller.get(), place.get(), marking.marked(), now)
        ? "The message is on the timeline now."
        : "The message was on the timeline already.";
  }

  private String done(Hook hook, Vendor vendor, Heard.Asked asked, Principal caller) {
    return switch (asked.command()) {
      case ChatCommand.Act act -> act(hook, vendor, asked, caller, act);
      case ChatCommand.Create create -> {
        IncidentView made =
            replies
                .create(
                    caller,
                    create.title(),
                    vendor.via() + ":" + hook.provider() + ":" + asked.event())
                .await();
        yield "You have opened " + line(made);
      }
      case ChatCommand.Newest newest -> read(hook, asked, caller, tx -> list(tx, newest));
      case ChatCommand.Status status ->
          read(hook, asked, caller, tx -> status(tx, status.incident()));
      case ChatCommand.OnCall of -> read(hook, asked, caller, tx -> onCall(tx, caller, of.team()));
      case ChatCommand.Help help -> read(hook, asked, caller, tx -> help.why() + HELP);
    };
  }

  private String act(
      Hook hook, Vendor vendor, Heard.Asked asked, Principal caller, ChatCommand.Act act) {
    Incident incident =
        replies
            .apply(
                new Reply(act.act(), caller, act.incident(), act.message(), vendor.via()),
                (tx, at) -> first(tx, hook, asked, at))
            .await();
    return switch (act.act()) {
      case ACKNOWLEDGE -> "You have acknowledged " + incident.shortId() + ".";
      case UNACKNOWLEDGE ->
          "You have taken back the acknowledgement of " + incident.shortId() + ".";
      case RESOLVE -> "You have resolved " + incident.shortId() + ".";
      case ESCALATE -> incident.shortId() + " is " + incident.severity() + " now.";
    };
  }

  private Future<Void> first(Tx tx, Hook hook, Heard.Asked asked, Instant at) {
    return once(tx, hook, asked.event(), at);
  }

  private Future<Void> once(Tx tx, Hook hook, String event, Instant at) {
    return hooks
        .take(tx, hook.provider(), event, at)
        .compose(first -> first ? Future.succeededFuture() : Future.failedFuture(new Repeated()));
  }

  private interface Reading {
    String in(Tx tx);
  }

  private String read(Hook hook, Heard.Asked asked, Principal caller, Reading reading) {
    if (!caller.may(Permission.INCIDENT_READ)) {
      throw Call.refusal(Permission.INCIDENT_READ);
    }
    return transactions.call(
        hook.tenant(),
        tx -> {
          first(tx, hook, asked, clock.instant()).await();
          return reading.in(tx);
        });
  }

  private String list(Tx tx, ChatCommand.Newest newest) {
    List<IncidentView> incidents = replies.newest(tx, newest.all()).await();
    return incidents.isEmpty()
        ? newest.all() ? "There are no incidents." : "There are no open incidents."
        : incidents.stream().map(ChatDesk::line).collect(Collectors.joining("\n"));
  }

  private String status(Tx tx, String reference) {
    return line(replies.existing(tx, reference).await());
  }

  static String line(IncidentView incident) {
    return incident.shortId()
        + " "
        + incident.severity()
        + " "
        + incident.status()
        + (incident.lead() == null ? "" : " (" + incident.lead() + ")")
        + " "
        + incident.title()
        + " ["
        + incident.serviceName()
        + "]";
  }

  private String onCall(Tx tx, Principal caller, @Nullable String named) {
    UUID person = Objects.requireNonNull(caller.person()).id();
    List<Team> teams = hooks.teams(tx, named, person).await();
    if (teams.isEmpty()) {
      return named == null
          ? "You belong to no team; name one: oncall <team>."
          : "There is no team " + named + ".";
    }
    return teams.stream()
        .map(team -> team.name() + ": " + people(tx, team))
        .collect(Collectors.joining("\n"));
  }

  private String people(Tx tx, Team team) {
    List<UUID> people = onCall.of(tx, team.id(), clock.instant());
    return people.isEmpty()
        ? "nobody"
        : people.stream().map(id -> names.of(tx, id)).collect(Collectors.joining(", "));
  }

  /** Forgets what was posted long ago; a timer calls it. */
  public Future<Void> forget(Tx tx) {
    return hooks.forget(tx, clock.instant().minus(REMEMBERED));
  }
}

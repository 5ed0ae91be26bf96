package dev.imas.core.link;

import dev.imas.core.grant.CallerRepository;
import dev.imas.core.grant.ReaderRepository;
import dev.imas.core.http.Principal;
import dev.imas.core.incident.IncidentReplies;
import dev.imas.core.incident.IncidentReplies.Many;
import dev.imas.core.link.DigestLinkRepository.Answer;
import dev.imas.core.link.DigestLinkRepository.Counts;
import dev.imas.core.link.DigestLinkRepository.Digest;
import dev.imas.core.link.DigestLinkRepository.Told;
import dev.imas.core.message.LinkToken;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.Words;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * "Acknowledge all" by the link of a message about many incidents to one person (decisions C16,
 * M11; NTF-28): exactly those that the message tells of and nobody works on. It acts as that
 * person, with the rights of the moment for each incident, and counts once. Only on a virtual
 * thread.
 */
public final class DigestLinks implements OtherLinks {

  /** Incidents of one transaction. */
  private static final int BATCH = 50;

  /** After this no further batch is begun. What is left is acknowledged by another press. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final int LISTED = 100;
  private static final String VIA = "link";

  /** A link whose message can be found and whose person is still there. */
  private record Subject(Digest digest, Principal person, Phrases phrases) {}

  /** What became of one press. */
  private static final class Done {
    private int acknowledged;
    private boolean hasRunOut;
    private final List<String> refused = new ArrayList<>();
  }

  private final Transactions transactions;
  private final IncidentReplies replies;
  private final SecretBox secrets;
  private final Duration validFor;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final DigestLinkRepository digests = new DigestLinkRepository();
  private final CallerRepository callers = new CallerRepository();
  private final ReaderRepository readers = new ReaderRepository();

  /**
   * @param validFor from when the message was made
   * @param nanos a monotonic clock, such as {@link System#nanoTime}
   */
  public DigestLinks(
      Transactions transactions,
      IncidentReplies replies,
      SecretBox secrets,
      Duration validFor,
      InstantSource clock,
      LongSupplier nanos) {
    this.transactions = transactions;
    this.replies = replies;
    this.secrets = secrets;
    this.validFor = validFor;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public Optional<Shown> look(String token) {
    return subject(token).map(subject -> shown(subject, null));
  }

  @Override
  public Optional<Shown> act(String token) {
    return subject(token).map(this::act);
  }

  private Optional<Subject> subject(String token) {
    Optional<UUID> delivery = LinkToken.digest(secrets, token);
    if (delivery.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return transactions
        .runUnbound(tx -> digests.find(tx, delivery.get()))
        .await()
        .filter(digest -> digest.madeAt().plus(validFor).isAfter(now))
        .flatMap(digest -> subject(digest, now));
  }

  private Optional<Subject> subject(Digest digest, Instant now) {
    return transactions.call(
        digest.tenant(),
        tx ->
            callers
                .find(tx, digest.tenant(), digest.user(), now)
                .await()
                .map(
                    person ->
                        new Subject(digest, person, readers.reader(tx, digest.user(), null))));
  }

  private Shown act(Subject subject) {
    Digest digest = subject.digest;
    Optional<Answer> before = read(subject, tx -> digests.answer(tx, digest.delivery()));
    if (before.isPresent()) {
      return shown(subject, null);
    }
    Done done = acknowledge(subject);
    if (done.acknowledged > 0 && !done.hasRunOut) {
      Instant at = clock.instant();
      transactions.call(
          digest.tenant(),
          tx -> {
            digests.keep(tx, digest, done.acknowledged, at);
            return at;
          });
    }
    return shown(subject, done);
  }

  private Done acknowledge(Subject subject) {
    Digest digest = subject.digest;
    long begun = nanos.getAsLong();
    Done done = new Done();
    UUID after = null;
    while (true) {
      UUID last = after;
      List<UUID> ids = read(subject, tx -> digests.triggered(tx, digest.delivery(), last, BATCH));
      if (!ids.isEmpty()) {
        Many many = replies.acknowledge(subject.person, ids, VIA);
        done.acknowledged += many.acknowledged();
        done.refused.addAll(many.refused());
        after = ids.getLast();
      }
      if (ids.size() < BATCH) {
        return done;
      }
      if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
        done.hasRunOut = true;
        return done;
      }
    }
  }

  private <T> T read(Subject subject, Function<Tx, T> work) {
    return transactions.call(subject.digest.tenant(), work);
  }

  /**
   * @param done what this press has done; null: it was no press, or one too many
   */
  private Shown shown(Subject subject, @Nullable Done done) {
    Digest digest = subject.digest;
    return read(
        subject,
        tx -> {
          Counts counts = digests.count(tx, digest.delivery());
          Optional<Answer> answer = digests.answer(tx, digest.delivery());
          List<Told> told = digests.list(tx, digest.delivery(), LISTED);
          boolean isOpen = answer.isEmpty() && counts.triggered() > 0;
          Phrases phrases = subject.phrases;
          return new Shown(
              phrases.language(),
              counted("page.many", counts.all(), phrases),
              Optional.ofNullable(
                  done == null
                      ? answer.map(one -> again(one, phrases)).orElse(null)
                      : said(done, phrases)),
              lines(subject, counts, done, told.size()),
              told.stream().map(one -> item(one, phrases)).toList(),
              isOpen
                  ? Optional.of(phrases.say("page.many.go", "" + counts.triggered()))
                  : Optional.empty());
        });
  }

  private static String said(Done done, Phrases phrases) {
    List<String> said = new ArrayList<>();
    said.add(
        done.acknowledged == 0
            ? phrases.say("page.many.nothing")
            : counted("page.many.done", done.acknowledged, phrases));
    if (!done.refused.isEmpty()) {
      said.add(phrases.say("page.many.refused", named(done.refused, phrases)));
    }
    if (done.hasRunOut) {
      said.add(phrases.say("page.many.more"));
    }
    return String.join(" ", said);
  }

  private static String named(List<String> refused, Phrases phrases) {
    String named = String.join(", ", refused.subList(0, Math.min(refused.size(), LISTED)));
    return refused.size() > LISTED
        ? phrases.say("page.many.others", named, "" + (refused.size() - LISTED))
        : named;
  }

  private static String again(Answer answer, Phrases phrases) {
    return counted("page.many.again", answer.acknowledged(), phrases, phrases.time(answer.at()));
  }

  /** What is said of one, or of many. */
  private static String counted(String key, int count, Phrases phrases, String... more) {
    String[] values = new String[more.length + 1];
    values[0] = "" + count;
    System.arraycopy(more, 0, values, 1, more.length);
    return phrases.say(count == 1 ? key + ".one" : key, values);
  }

  private static List<String> lines(
      Subject subject, Counts counts, @Nullable Done done, int listed) {
    Phrases phrases = subject.phrases;
    List<String> lines = new ArrayList<>();
    if (counts.triggered() == 0 && done == null) {
      lines.add(phrases.say("page.many.over"));
    }
    lines.add(phrases.say("page.as", subject.person.name()));
    if (listed < counts.all()) {
      lines.add(phrases.say("page.many.listed", "" + listed));
    }
    return lines;
  }

  private static String item(Told told, Phrases phrases) {
    return told.shortId()
        + " "
        + Words.shortName(told.severity())
        + " "
        + phrases.say("status." + told.status().name())
        + ": "
        + told.title()
        + " ["
        + told.service()
        + "]";
  }

  /** Removes what is kept of links that have expired; a timer calls it. */
  public Future<Void> forget(Tx tx) {
    return digests.forget(tx, clock.instant().minus(validFor));
  }
}

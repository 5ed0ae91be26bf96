package dev.imas.gateway.mail;

import dev.imas.gateway.mail.MailMeters.Kind;
import dev.imas.gateway.mail.MailMeters.Refusal;
import dev.imas.gateway.mail.MailSources.Found;
import dev.imas.gateway.pipeline.BareBodies.BareBody;
import dev.imas.gateway.pipeline.BareBodies.Outcome;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/**
 * One mail that is being delivered. It is answered 250 once it is committed for every recipient,
 * and else to be sent again: those who have it already then count it as a repeat. Bound to its
 * connection's thread, which may wait.
 */
final class MailDelivery implements MessageHandler {

  private static final long LONGEST_COMMIT_SECONDS = 30;

  /** So many times the limit is read and thrown away, so that the sender reads the answer. */
  private static final int MOST_DISCARDED = 10;

  private final MailIntake intake;
  private final MailSession session;
  private final InetAddress host;
  private final Map<UUID, SourceEntry> recipients = new LinkedHashMap<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private String from = "";
  private boolean isBegun;

  MailDelivery(MailIntake intake, MailSession session, InetAddress host) {
    this.intake = intake;
    this.session = session;
    this.host = host;
  }

  @Override
  public void from(String sender) throws RejectException {
    if (intake.isStopping()) {
      intake.meters().refused(Refusal.STOPPING);
      throw new DropConnectionException(421, "4.3.2 The gateway is stopping; send again");
    }
    if (!session.mayBegin(intake.nanoTime())) {
      intake.meters().refused(Refusal.TOO_MANY_MESSAGES);
      throw new RejectException(451, "4.7.1 Too many messages a minute; send again");
    }
    from = sender;
  }

  @Override
  public void recipient(String recipient) throws RejectException {
    String key = intake.config().domain().keyIn(recipient);
    if (key == null) {
      intake.meters().refused(Refusal.RELAYING);
      throw new RejectException(550, "5.7.1 Mail of other domains is not relayed");
    }
    switch (intake.sources().find(key)) {
      case Found.NotReady notReady -> {
        intake.meters().refused(Refusal.NOT_READY);
        throw new RejectException(451, "4.3.2 Sources have not been read yet; send again");
      }
      case Found.None none -> unknown();
      case Found.Source source -> {
        keys.add(key);
        recipients.put(source.entry().profile().id(), source.entry());
      }
    }
  }

  private void unknown() throws RejectException {
    intake.unknown(host);
    if (session.unknownOnce() || !intake.mayGuessOn(host)) {
      intake.meters().refused(Refusal.TOO_MANY_UNKNOWN);
      throw new DropConnectionException(421, "4.7.1 Too many unknown addresses");
    }
    intake.meters().refused(Refusal.UNKNOWN);
    throw new RejectException(550, "5.1.1 No such address");
  }

  @Override
  public String data(InputStream data) throws RejectException, IOException {
    isBegun = true;
    intake.begun();
    byte[] raw = read(data);
    session.isDelivering(true);
    return switch (MailReader.read(raw, from)) {
      case MailReading.Unreadable unreadable -> {
        intake.meters().refused(Refusal.UNREADABLE);
        throw new RejectException(554, "5.6.0 It cannot be read: " + unreadable.why());
      }
      case MailReading.Read read -> {
        commit(read.mail());
        yield "2.0.0 Stored";
      }
    };
  }

  private byte[] read(InputStream data) throws RejectException, IOException {
    int most = intake.config().maxMessageBytes();
    byte[] raw = data.readNBytes(most + 1);
    if (raw.length <= most) {
      return raw;
    }
    intake.meters().refused(Refusal.TOO_LARGE);
    String answer = "5.3.4 It is larger than " + most + " bytes (gateway.smtp.max-message)";
    byte[] discarded = new byte[8_192];
    for (long rest = (long) most * MOST_DISCARDED; rest > 0; ) {
      int count = data.read(discarded);
      if (count < 0) {
        throw new RejectException(552, answer);
      }
      rest -= count;
    }
    throw new DropConnectionException(552, answer);
  }

  private void commit(Mail mail) throws RejectException {
    MailJson json = new MailJson(intake.config().domain(), keys, intake.now());
    Mail.Automatic automatic = mail.automatic();
    BareBody body =
        new BareBody(
            json.of(mail), json.subject(mail), automatic == null ? null : automatic.what());
    List<Future<Outcome>> all = new ArrayList<>();
    for (SourceEntry source : recipients.values()) {
      all.add(intake.bodies().take(source, intake.sources().routeOf(source), body));
    }
    String failed = null;
    for (Future<Outcome> one : all) {
      switch (await(one)) {
        case Outcome.Later later -> failed = later.why();
        case Outcome.Committed committed ->
            intake.meters().taken(kind(committed, automatic != null));
      }
    }
    if (failed != null) {
      intake.meters().refused(Refusal.NOT_STORED);
      throw new RejectException(451, "4.3.0 Not stored; send again: " + failed);
    }
  }

  private static Kind kind(Outcome.Committed committed, boolean isAutomatic) {
    if (isAutomatic) {
      return Kind.AUTOMATIC;
    }
    return committed.deadLetters() > 0 ? Kind.DEAD_LETTER : Kind.COMMITTED;
  }

  /** It may be committed later nevertheless; then the mail that is sent again is a repeat. */
  private static Outcome await(Future<Outcome> outcome) {
    try {
      return outcome
          .toCompletionStage()
          .toCompletableFuture()
          .get(LONGEST_COMMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Outcome.Later("the gateway is stopping");
    } catch (ExecutionException | TimeoutException failed) {
      return new Outcome.Later("it took too long");
    }
  }

  /** Whatever became of it; after its answer. */
  @Override
  public void done() {
    session.isDelivering(false);
    if (isBegun) {
      isBegun = false;
      intake.ended();
    }
  }
}

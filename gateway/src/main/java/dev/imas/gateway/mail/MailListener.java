package dev.imas.gateway.mail;

import dev.imas.core.model.Network;
import dev.imas.core.platform.FairSlots;
import dev.imas.gateway.pipeline.BareBodies;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * Takes mail over SMTP, each connection on a virtual thread of its own. What it offers is for a
 * relay in front, or for programs of the same network: it relays nothing and judges no sender.
 */
public final class MailListener {

  private static final Logger log = LoggerFactory.getLogger(MailListener.class);
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Connections beyond the limit that are being refused, or make room for others. */
  private static final int MOST_LEAVING = 100;

  private final MailConfig config;
  private final MailIntake intake;
  private final MailMeters meters;
  private final SMTPServer server;
  private final Map<Session, MailSession> sessions = new ConcurrentHashMap<>();
  private final FairSlots slots;

  /**
   * @throws IOException when the certificate cannot be used, or the address does not exist
   */
  public MailListener(
      MailConfig config,
      MailSources sources,
      BareBodies bodies,
      MeterRegistry registry,
      InstantSource clock)
      throws IOException {
    this.config = config;
    // A relay that uses all of them waits for one of its own.
    this.slots = new FairSlots(config.maxConnections(), FairSlots.Own.KEEPS, System::nanoTime);
    this.meters = new MailMeters(registry, sessions::size);
    this.intake =
        new MailIntake(
            new MailIntake.Limits(new MailDomain(config.domain()), config.maxMessageBytes()),
            sources,
            bodies,
            meters,
            clock);
    SMTPServer.Builder builder =
        SMTPServer.port(config.port())
            .bindAddress(InetAddress.getByName(config.host()))
            .hostName(config.domain())
            .softwareName("IMAS")
            // It would name the recipient, and so the key.
            .insertReceivedHeaders(false)
            // Whoever comes when all are taken gets the place of another one, see Sessions.
            .maxConnections(config.maxConnections() + MOST_LEAVING)
            .maxRecipients(config.maxRecipients())
            .maxMessageSize(config.maxMessageBytes())
            .connectionTimeout((int) config.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .serverSocketFactory(() -> MailSocket.server(intake::nanoTime))
            .sessionHandler(new Sessions())
            .messageHandlerFactory(this::delivery);
    Path certificate = config.certificate();
    if (certificate != null) {
      builder
          .enableTLS()
          .startTlsSocketFactory(
              new StartTls(certificate, Objects.requireNonNull(config.key(), "read together")));
    }
    this.server = builder.build();
    SmtpCommands.addTo(server.getCommandHandler(), this::greeted);
  }

  private void greeted(Session session) {
    MailSession known = sessions.get(session);
    if (known != null) {
      slots.asked(known);
    }
  }

  private MessageHandler delivery(MessageContext of) {
    Session session = (Session) of;
    MailSession known = Objects.requireNonNull(sessions.get(session), "accepted before");
    return new MailDelivery(intake, known, session.getRemoteAddress().getAddress());
  }

  /** Lets connections in while it goes on, and forgets those that ended. */
  private final class Sessions implements SessionHandler {

    @Override
    public SessionAcceptance accept(Session session) {
      if (intake.isStopping()) {
        return SessionAcceptance.failure(421, "4.3.2 The gateway is stopping; send again");
      }
      MailSession made =
          new MailSession(session, meters, config.messagesPerMinute(), intake.nanoTime());
      if (!slots.enter(
          Network.of(session.getRealRemoteAddress().getAddress().getHostAddress()), made)) {
        meters.refused(MailMeters.Refusal.TOO_MANY_CONNECTIONS);
        return SessionAcceptance.failure(421, "4.7.0 Too many connections; send again");
      }
      sessions.put(session, made);
      return SessionAcceptance.success();
    }

    @Override
    public void onSessionEnd(Session session) {
      MailSession ended = sessions.remove(session);
      if (ended != null) {
        slots.leave(ended);
      }
    }
  }

  /** Binds the port. Blocks for a moment; throws where that fails. */
  public void start() {
    try {
      server.start();
    } catch (RuntimeException taken) {
      throw new IllegalStateException(
          "mail cannot be taken on "
              + config.host()
              + ":"
              + config.port()
              + " (gateway.smtp.host, gateway.smtp.port): "
              + Objects.requireNonNullElse(taken.getCause(), taken).getMessage(),
          taken);
    }
    log.atInfo()
        .addKeyValue("host", config.host())
        .addKeyValue("port", config.port())
        .addKeyValue("domain", config.domain())
        .addKeyValue("starttls", config.certificate() != null)
        .log("Mail for sources is taken over SMTP");
  }

  /**
   * Closes connections that are open for too long, or read no answer. To be called about once a
   * second.
   */
  public void look() {
    long now = intake.nanoTime();
    sessions
        .values()
        .forEach(
            session -> {
              if (session.isOlderThan(config.longestSession(), now)
                  || session.isUnreadFor(config.timeout())) {
                session.cut();
              }
            });
  }

  /** For the health of the gateway, which does not depend on it. */
  public Map<String, Object> shown() {
    return Map.of(
        "port", config.port(), "connections", sessions.size(), "taken", meters.takenSoFar());
  }

  /**
   * Begins no mail any more, waits for those that are being delivered, and closes the connections.
   * Blocks.
   *
   * @param longest to wait for deliveries
   */
  public void stop(Duration longest) {
    intake.stop();
    long until = intake.nanoTime() + longest.toNanos();
    try {
      while (!intake.isQuiet() && until - intake.nanoTime() > 0) {
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    }
    sessions.values().forEach(MailSession::cut);
    server.stop();
  }
}

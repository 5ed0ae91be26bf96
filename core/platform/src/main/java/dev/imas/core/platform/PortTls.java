package dev.imas.core.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS on the port of a role. It reads the files again every ten seconds. New connections get the
 * new certificate, those that are open go on, and files that cannot be used change nothing.
 */
public final class PortTls {

  private static final Logger log = LoggerFactory.getLogger(PortTls.class);

  /** A certificate that ends within it should have been renewed. */
  static final Duration SOON = Duration.ofDays(21);

  private static final long LOOK_SECONDS = 10;
  private static final Duration REMIND = Duration.ofDays(1);

  private static final Instant NEVER = Instant.EPOCH;

  /** Probes have no certificate, and those of this machine may ask in plain HTTP. */
  private static final Set<String> FOR_PROBES =
      Set.of("/health", "/health/live", "/health/accept", "/health/ready");

  private record Failing(Instant since, String reason) {}

  private final TlsFiles files;
  private final InstantSource clock;
  private final Counter failed;
  private volatile PortIdentity identity;
  private volatile @Nullable Failing failing;

  /** What the files held when they were last tried. */
  private TlsFiles.@Nullable Texts tried;

  private Instant reminded = NEVER;
  private volatile @Nullable Runnable end;

  PortTls(TlsFiles files, InstantSource clock, MeterRegistry meters) {
    this.files = files;
    this.clock = clock;
    this.identity = files.first();
    this.tried = identity.from();
    this.failed =
        Counter.builder("imas.tls.handshakes.failed")
            .description("Connections that ended before they were encrypted")
            .tag("role", files.role())
            .register(meters);
    Gauge.builder("imas_tls_certificate_expires_seconds", this, PortTls::secondsLeft)
        .description("Seconds until the certificate of the port ends")
        .tag("role", files.role())
        .strongReference(true)
        .register(meters);
    Gauge.builder("imas_tls_files_failing", this, tls -> tls.failing == null ? 0 : 1)
        .description("1 while the files have changed and cannot be used")
        .tag("role", files.role())
        .strongReference(true)
        .register(meters);
  }

  /** Starts to look after the files. The last listener of the port ends it. */
  public static Optional<PortTls> open(Platform platform, Optional<TlsFiles> files) {
    return files.map(
        on -> {
          PortTls tls = new PortTls(on, platform.clock(), platform.meters());
          tls.begin();
          return tls;
        });
  }

  private void begin() {
    if (files.isKeyOpen()) {
      log.atWarn()
          .addKeyValue("setting", TlsFiles.keySetting(files.role()))
          .log("All users of this machine can read the key; take that right away: chmod o-r");
    }
    remindOfTheEnd();
    ScheduledExecutorService reader =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("imas-tls-" + files.role()).daemon().factory());
    var looks =
        reader.scheduleWithFixedDelay(
            this::tryToLook, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    end =
        () -> {
          looks.cancel(false);
          reader.shutdown();
        };
  }

  /** It would be the last look if it failed in a way that nobody thought of. */
  private void tryToLook() {
    try {
      look();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("The files of certificate and key were not read");
    }
  }

  /** The port has closed. */
  void end() {
    Runnable ending = end;
    if (ending != null) {
      ending.run();
    }
  }

  /** Reads the files, and uses what is new; blocks. */
  synchronized void look() {
    try {
      TlsFiles.Texts now = texts();
      if (!now.equals(tried)) {
        tried = now;
        use(PortIdentity.of(now));
      }
    } catch (TlsFilesException e) {
      fail(e);
    }
    remindOfTheEnd();
  }

  private TlsFiles.Texts texts() throws TlsFilesException {
    try {
      return files.texts();
    } catch (TlsFilesException e) {
      tried = null; // So that they are tried once they can be read, also if nothing has changed.
      throw e;
    }
  }

  private void use(PortIdentity read) throws TlsFilesException {
    Instant now = clock.instant();
    boolean isWorse = !read.ends().isAfter(now) && identity.ends().isAfter(now);
    if (isWorse || read.begins().isAfter(now)) {
      // It may become valid without a change, as one whose authority's clock is ahead.
      tried = null;
      throw new TlsFilesException(
          "%s is valid from %s to %s; put one there that is valid now"
              .formatted(TlsFiles.certificateSetting(files.role()), read.begins(), read.ends()));
    }
    identity = read;
    failing = null;
    reminded = NEVER;
    log.atInfo()
        .addKeyValue("role", files.role())
        .addKeyValue("ends", read.ends())
        .log("The certificate was read again; new connections get it");
  }

  private void fail(TlsFilesException failure) {
    String reason = failure.reason();
    Failing before = failing;
    if (before != null && before.reason().equals(reason)) {
      return;
    }
    failing = new Failing(before == null ? clock.instant() : before.since(), reason);
    log.atWarn()
        .addKeyValue("role", files.role())
        .addKeyValue("reason", failure.detail())
        .log("The certificate or key was changed and cannot be used; the former one stays in use");
  }

  private void remindOfTheEnd() {
    Instant now = clock.instant();
    Instant ends = identity.ends();
    if (ends.isAfter(now.plus(SOON)) || now.isBefore(reminded.plus(REMIND))) {
      return;
    }
    reminded = now;
    log.atWarn()
        .addKeyValue("role", files.role())
        .addKeyValue("ends", ends)
        .log(
            ends.isAfter(now)
                ? "The certificate of the port ends soon; renew it"
                : "The certificate of the port has ended, and clients refuse it; renew it");
  }

  private double secondsLeft() {
    return Duration.between(clock.instant(), identity.ends()).toSeconds();
  }

  /** For the checks of the role. It stays ready, whatever this says. */
  public Map<String, Object> shown() {
    Instant now = clock.instant();
    Instant ends = identity.ends();
    Failing trouble = failing;
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put(
        "status",
        !ends.isAfter(now)
            ? "ended"
            : trouble != null ? "failing" : ends.isAfter(now.plus(SOON)) ? "healthy" : "ends_soon");
    shown.put("expires_at", ends);
    if (trouble != null) {
      shown.put("since", trouble.since());
      shown.put("reason", trouble.reason());
    }
    return shown;
  }

  /** Before the first byte of a connection is read, on its event loop. */
  void secure(Channel channel, Duration handshake) {
    channel.pipeline().addFirst(new TlsDoor(identity.context(), handshake, failed));
  }

  /** Why a request is not answered; empty if it is. On its event loop. */
  Optional<Fault> refusal(HttpServerRequest request) {
    SSLSession session = request.sslSession();
    if (session == null) {
      return isForProbes(request) && MetricsAccess.isOfThisMachine(request)
          ? Optional.empty()
          : Optional.of(
              Fault.badRequest("this port takes only TLS; use an address that begins with https"));
    }
    if (files.clients() == null || isForProbes(request) || hasCertificate(session)) {
      return Optional.empty();
    }
    return Optional.of(
        Fault.of(
            Fault.Kind.FORBIDDEN,
            "this port takes only clients with a certificate that "
                + TlsFiles.clientsSetting(files.role())
                + " trusts; connect with one"));
  }

  private static boolean isForProbes(HttpServerRequest request) {
    String path = request.path();
    return path != null && FOR_PROBES.contains(path);
  }

  private static boolean hasCertificate(SSLSession session) {
    try {
      return session.getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException none) {
      return false;
    }
  }
}

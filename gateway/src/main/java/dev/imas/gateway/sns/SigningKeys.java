package dev.imas.gateway.sns;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the certificates of SNS, by their addresses, as far as they are in the database. A
 * bounded cache: SNS has one certificate for each region, and changes it about once a year. Shared
 * by the event loops.
 */
public final class SigningKeys {

  private static final int MOST = 1_000;

  /** A storm of posts that wait for one certificate looks for it this often. */
  private static final Duration LOOKED = Duration.ofSeconds(2);

  /** Reads a certificate, in DER, and asks for it where it is not there. */
  @FunctionalInterface
  public interface Certificates {
    Future<@Nullable Buffer> at(UUID tenant, String url, Instant now);
  }

  private record Place(UUID tenant, String url) {}

  private record Held(PublicKey key, Instant notBefore, Instant notAfter) {
    boolean isValid(Instant now) {
      return !now.isBefore(notBefore) && now.isBefore(notAfter);
    }
  }

  private final Certificates certificates;
  private final Map<Place, Held> held = new ConcurrentHashMap<>();
  private final Map<Place, Instant> missing = new ConcurrentHashMap<>();

  public SigningKeys(Certificates certificates) {
    this.certificates = certificates;
  }

  /** The key of a certificate that is in memory and valid; else null. */
  @Nullable PublicKey find(UUID tenant, String url, Instant now) {
    Held known = held.get(new Place(tenant, url));
    return known != null && known.isValid(now) ? known.key : null;
  }

  /** Looks for a certificate in the database. True where it is in memory now. */
  Future<Boolean> look(UUID tenant, String url, Instant now) {
    Place place = new Place(tenant, url);
    Instant looked = missing.get(place);
    if (looked != null && Duration.between(looked, now).abs().compareTo(LOOKED) < 0) {
      return Future.succeededFuture(false);
    }
    return certificates
        .at(tenant, url, now)
        .map(
            der -> {
              Held read = der == null ? null : read(der.getBytes());
              if (read == null || !read.isValid(now)) {
                put(missing, place, now);
                return false;
              }
              missing.remove(place);
              put(held, place, read);
              return true;
            });
  }

  private static <T> void put(Map<Place, T> places, Place place, T value) {
    if (places.size() >= MOST) {
      places.clear(); // They are read again by whoever needs them.
    }
    places.put(place, value);
  }

  private static @Nullable Held read(byte[] der) {
    try {
      X509Certificate read =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      return new Held(
          read.getPublicKey(), read.getNotBefore().toInstant(), read.getNotAfter().toInstant());
    } catch (CertificateException notOne) {
      return null;
    }
  }
}

package dev.imas.notifier.channel.email;

import dev.imas.core.platform.Secret;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the mail server.
 *
 * @param from a bare address; the name beside it is {@code fromName}
 * @param tls from the first byte on (port 465), in which case starttls does not matter
 * @param timeout of one attempt
 * @param concurrency the most connections
 */
public record EmailConfig(
    String host,
    int port,
    @Nullable String username,
    @Nullable Secret password,
    String from,
    String fromName,
    StartTLSOptions starttls,
    boolean tls,
    Duration timeout,
    int concurrency) {}

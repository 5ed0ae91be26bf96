package dev.imas.core.platform;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * A certificate with its key, as they were read.
 *
 * @param from what the files held
 * @param begins when all of its chain is valid
 * @param ends when the first of its chain is no longer valid
 */
record PortIdentity(TlsFiles.Texts from, SslContext context, Instant begins, Instant ends) {

  /** With forward secrecy and without CBC. The last six are those of TLS 1.2. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** HTTP/1.1 alone is spoken, and clients that offer HTTP/2 beside it are told so. */
  private static final ApplicationProtocolConfig PROTOCOL =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          "http/1.1");

  /**
   * @throws TlsFilesException if they are not a certificate with its key
   */
  static PortIdentity of(TlsFiles.Texts texts) throws TlsFilesException {
    List<X509Certificate> chain = texts.certificate().certificates();
    PrivateKey key = texts.key().keyOf(chain.getFirst().getPublicKey(), texts.certificate().name());
    PemFile clients = texts.clients();
    List<X509Certificate> authorities = clients == null ? List.of() : clients.certificates();
    SslContextBuilder builder =
        SslContextBuilder.forServer(key, chain)
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
            .applicationProtocolConfig(PROTOCOL);
    if (!authorities.isEmpty()) {
      // Not required, so that a client without a certificate can be told what it lacks.
      builder.trustManager(authorities).clientAuth(ClientAuth.OPTIONAL);
    }
    try {
      return new PortIdentity(
          texts,
          builder.build(),
          chain.stream()
              .map(one -> one.getNotBefore().toInstant())
              .max(Instant::compareTo)
              .orElseThrow(),
          chain.stream()
              .map(one -> one.getNotAfter().toInstant())
              .min(Instant::compareTo)
              .orElseThrow());
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsFilesException(
          texts.certificate().name()
              + " cannot be used for TLS ("
              + e.getMessage()
              + "); name a certificate for servers, with its chain");
    }
  }
}

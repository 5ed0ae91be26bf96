package dev.imas.core.launch;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the very certificates that it knows, under whatever name the server is reached, and others
 * as usual. So a command finds IMAS on its own machine at localhost, which no certificate names.
 */
final class ServerTrust extends X509ExtendedTrustManager {

  private final Set<X509Certificate> known;
  private final X509ExtendedTrustManager others;

  ServerTrust(Set<X509Certificate> known, X509ExtendedTrustManager others) {
    this.known = Set.copyOf(known);
    this.others = others;
  }

  /** Whoever shows it has its key, or the handshake fails. */
  private boolean isKnown(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !known.contains(chain[0])) {
      return false;
    }
    chain[0].checkValidity();
    return true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (!isKnown(chain)) {
      others.checkServerTrusted(chain, authType, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    if (!isKnown(chain)) {
      others.checkServerTrusted(chain, authType, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    others.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    others.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    others.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    others.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return others.getAcceptedIssuers();
  }
}

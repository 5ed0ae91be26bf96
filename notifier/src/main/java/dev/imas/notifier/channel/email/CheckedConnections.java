package dev.imas.notifier.channel.email;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x whose clients connect to an address that was checked, whatever a name server says
 * meanwhile, and speak TLS under the name that they ask for. The mail client has no other way to be
 * told where to connect.
 */
final class CheckedConnections extends VertxWrapper {

  private volatile @Nullable InetAddress checked;

  CheckedConnections(Vertx vertx) {
    super((VertxInternal) vertx);
  }

  /** From now on new connections go there. */
  void to(InetAddress address) {
    checked = address;
  }

  @Override
  public NetClient createNetClient(NetClientOptions options) {
    return new Client(super.createNetClient(options), options.isSsl());
  }

  private static SocketAddress named(InetAddress address, int port, String host)
      throws UnknownHostException {
    // Named as the host, so that TLS checks that name, also where a connection goes over to it
    // later.
    return SocketAddress.inetSocketAddress(
        new InetSocketAddress(InetAddress.getByAddress(host, address.getAddress()), port));
  }

  /** RFC 6066: addresses are no server names. */
  private static boolean isName(String host) {
    return host.indexOf(':') < 0 && !host.matches("[0-9.]+");
  }

  private final class Client implements NetClient {

    private final NetClient client;
    private final boolean tls;

    Client(NetClient client, boolean tls) {
      this.client = client;
      this.tls = tls;
    }

    @Override
    public Future<NetSocket> connect(int port, String host) {
      InetAddress address = checked;
      if (address == null) {
        return Future.failedFuture(new UnknownHostException(host + " was not checked"));
      }
      try {
        SocketAddress there = named(address, port, host);
        return tls && isName(host) ? client.connect(there, host) : client.connect(there);
      } catch (UnknownHostException e) {
        return Future.failedFuture(e);
      }
    }

    @Override
    public Future<NetSocket> connect(int port, String host, String serverName) {
      return connect(port, host);
    }

    @Override
    public Future<NetSocket> connect(SocketAddress remote) {
      return connect(remote.port(), remote.host());
    }

    @Override
    public Future<NetSocket> connect(SocketAddress remote, String serverName) {
      return connect(remote);
    }

    @Override
    public Future<NetSocket> connect(ConnectOptions asked) {
      return connect(asked.getPort(), asked.getHost());
    }

    @Override
    public Future<Void> shutdown(long timeout, TimeUnit unit) {
      return client.shutdown(timeout, unit);
    }

    @Override
    public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
      return client.updateSSLOptions(options, force);
    }

    @Override
    public boolean isMetricsEnabled() {
      return client.isMetricsEnabled();
    }
  }
}

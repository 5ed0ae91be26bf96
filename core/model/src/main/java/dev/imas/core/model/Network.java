package dev.imas.core.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A range of addresses: {@code 10.0.0.0/8}, {@code fc00::/7}, or one address. */
public record Network(byte[] prefix, int bits) {

  private static final int BYTES_OF_A_CLIENT = 8;

  private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:.*");

  /**
   * @throws IllegalArgumentException when the text is not an address or range; never asks a name
   *     server
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!LITERAL.matcher(address).matches()) {
      throw new IllegalArgumentException(text + " is not an address");
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > bytes.length * 8) {
        throw new IllegalArgumentException(text + ": the prefix is too long");
      }
      return new Network(bytes, bits);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text + " is not an address", e);
    }
  }

  /**
   * The network that an address counts for in limits: itself, and of IPv6 the first 64 bits, since
   * one client has all addresses behind them.
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return bytes.length <= BYTES_OF_A_CLIENT
        ? address
        : HexFormat.of().formatHex(Arrays.copyOf(bytes, BYTES_OF_A_CLIENT));
  }

  public boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != prefix[i]) {
        return false;
      }
    }
    int mask = 0xff00 >> (bits % 8) & 0xff;
    return bits % 8 == 0 || (address[whole] & mask) == (prefix[whole] & mask);
  }
}

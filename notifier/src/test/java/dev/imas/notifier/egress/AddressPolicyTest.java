package dev.imas.notifier.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

  private static final AddressPolicy STRICT = new AddressPolicy(List.of());

  private static List<InetAddress> addresses(String... literals) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      try {
        addresses.add(InetAddress.getByName(literal));
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }
    return addresses;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2001::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1"
      })
  void innerAddressesAreRefused(String address) {
    assertThat(STRICT.allows("host.example", addresses(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "64:ff9b::808:808"
      })
  void publicAddressesAreAllowed(String address) {
    assertThat(STRICT.allows("host.example", addresses(address))).isTrue();
  }

  @Test
  void aMappedAddressIsRefusedEvenWhenGivenInSixteenBytes() {
    Network loopback = Network.parse("127.0.0.0/8");
    assertThat(loopback.contains(new byte[16])).isFalse();
    assertThat(STRICT.allows("h", addresses("::ffff:169.254.169.254"))).isFalse();
  }

  @Test
  void oneInnerAddressAmongPublicOnesIsEnoughToRefuse() {
    assertThat(STRICT.allows("h", addresses("1.1.1.1", "10.0.0.1"))).isFalse();
    assertThat(STRICT.allows("h", List.of())).isFalse();
  }

  @Test
  void rangesAddressesAndNamesCanBeAllowed() {
    AddressPolicy policy = new AddressPolicy(List.of("10.1.0.0/16", "fd00::/8", "hooks.internal"));
    assertThat(policy.allows("x", addresses("10.1.255.1"))).isTrue();
    assertThat(policy.allows("x", addresses("10.2.0.1"))).isFalse();
    assertThat(policy.allows("x", addresses("fd00::5"))).isTrue();
    assertThat(policy.allows("Hooks.Internal", addresses("192.168.0.9"))).isTrue();
    assertThat(policy.allows("evil.hooks.internal", addresses("192.168.0.9"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "10.0.0.7",
        "169.254.169.254",
        "::1",
        "::ffff:10.0.0.7",
        "localhost",
        "LocalHost",
        "a.localhost"
      })
  void innerAddressesAreKnownWithoutANameServer(String host) {
    assertThat(STRICT.refusesUnresolved(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "hooks.example", "10.example", "2606:4700::1111"})
  void whatMayBePublicIsLeftToTheSending(String host) {
    assertThat(STRICT.refusesUnresolved(host)).isFalse();
  }

  @Test
  void whatIsAllowedIsNotRefusedUnresolved() {
    AddressPolicy policy = new AddressPolicy(List.of("127.0.0.0/8", "localhost"));
    assertThat(policy.refusesUnresolved("127.0.0.1")).isFalse();
    assertThat(policy.refusesUnresolved("localhost")).isFalse();
    assertThat(policy.refusesUnresolved("10.0.0.1")).isTrue();
  }

  @Test
  void prefixesThatEndInsideAByteAreExact() {
    AddressPolicy policy = new AddressPolicy(List.of("192.168.4.0/22"));
    assertThat(policy.allows("x", addresses("192.168.7.255"))).isTrue();
    assertThat(policy.allows("x", addresses("192.168.8.0"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "300.1.1.1", "10.0.0.0/x", "1.2.3"})
  void nonsenseIsNoEntry(String entry) {
    assertThatThrownBy(() -> new AddressPolicy(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

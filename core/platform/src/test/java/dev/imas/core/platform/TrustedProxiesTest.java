package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who called, when proxies stand between (API-07). */
class TrustedProxiesTest {

  private static TrustedProxies trusting(String setting) {
    Settings settings =
        new Settings(Map.of("IMAS_CORE_TRUSTED_PROXIES", setting), new Properties());
    TrustedProxies proxies = TrustedProxies.read(settings, "core");
    settings.throwIfFaulty();
    return proxies;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what the trusted proxy was called from | 10.0.0.1 | 198.51.100.7              | 198.51.100.7
          what the caller made up is not read    | 10.0.0.1 | 1.1.1.1, 198.51.100.7     | 198.51.100.7
          two trusted proxies                    | 10.0.0.1 | 198.51.100.7, 10.2.3.4    | 198.51.100.7
          nothing but trusted proxies            | 10.0.0.1 | 10.2.3.4                  | 10.2.3.4
          nobody trusts the peer                 | 192.0.2.9 | 198.51.100.7             | 192.0.2.9
          a port is added                        | 10.0.0.1 | 198.51.100.7:4711         | 198.51.100.7
          IPv6, one spelling of it               | 10.0.0.1 | [2001:db8::7]:4711        | 2001:db8:0:0:0:0:0:7
          IPv6 without a port                    | 10.0.0.1 | 2001:db8::7               | 2001:db8:0:0:0:0:0:7
          IPv4 within IPv6                       | 10.0.0.1 | ::ffff:198.51.100.7       | 198.51.100.7
          no address                             | 10.0.0.1 | unknown                   | 10.0.0.1
          no address before a trusted proxy      | 10.0.0.1 | 198.51.100.7, _x, 10.2.3.4 | 10.2.3.4
          a trusted proxy by IPv6                | fd00:0:0:0:0:0:0:5 | 198.51.100.7    | 198.51.100.7
          a zone of the peer                     | fd00:0:0:0:0:0:0:5%2 | 198.51.100.7  | 198.51.100.7
          empty entries                          | 10.0.0.1 | ', 198.51.100.7, '        | 198.51.100.7
          """)
  void theLastAddressThatIsNoTrustedProxys(
      String what, String peer, String header, String expected) {
    TrustedProxies proxies = trusting("10.0.0.0/8, fd00::5");

    assertThat(proxies.callerOf(peer, List.of(header))).as(what).isEqualTo(expected);
  }

  @Test
  void severalHeadersAreOne() {
    assertThat(
            trusting("10.0.0.0/8")
                .callerOf("10.0.0.1", List.of("1.1.1.1", "198.51.100.7, 10.0.0.2", "10.0.0.3")))
        .isEqualTo("198.51.100.7");
  }

  @Test
  void noProxyIsTrustedUnlessItIsNamed() {
    assertThat(trusting("").callerOf("127.0.0.1", List.of("198.51.100.7"))).isEqualTo("127.0.0.1");
  }

  @Test
  void whatIsNoAddressIsRefusedAtTheStart() {
    assertThatThrownBy(() -> trusting("10.0.0.1,proxy.example"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("core.trusted-proxies (IMAS_CORE_TRUSTED_PROXIES): 'proxy.example'");
  }
}

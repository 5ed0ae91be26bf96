package dev.imas.gateway.sender.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.IncomingAlert;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is compared reads the same, or the comparison would be of different work. */
class ProfileBenchmarkTest {

  @Test
  void profileAndCodeReadTheSame() {
    assertSame(
        ProfileBenchmark.UPTIME_KUMA, ProfileBenchmark.UPTIME_KUMA_BY_CODE, ProfileBenchmark.BEAT);
    assertSame(ProfileBenchmark.ALERTMANAGER, Bodies.WEBHOOK, ProfileBenchmark.SINGLE);
    assertSame(ProfileBenchmark.ALERTMANAGER, Bodies.WEBHOOK, ProfileBenchmark.HUNDRED);
  }

  private static void assertSame(AlertDecoder profile, AlertDecoder code, byte[] body) {
    List<IncomingAlert> byCode = Bodies.alerts(code, body);
    List<IncomingAlert> byProfile = Bodies.alerts(profile, body);
    assertThat(byProfile).hasSameSizeAs(byCode);
    for (int i = 0; i < byCode.size(); i++) {
      IncomingAlert expected = byCode.get(i);
      IncomingAlert read = byProfile.get(i);
      assertThat(read.firing()).isEqualTo(expected.firing());
      assertThat(read.name()).isEqualTo(expected.name());
      assertThat(read.severity()).isEqualTo(expected.severity());
      assertThat(read.labels()).isEqualTo(expected.labels());
      assertThat(read.annotations().toMap()).containsAllEntriesOf(expected.annotations().toMap());
      assertThat(read.startsAtMicros()).isEqualTo(expected.startsAtMicros());
    }
  }
}

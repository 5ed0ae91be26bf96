package dev.imas.gateway.mail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Gives arbitrary bytes to the reader of mails. */
@ExtendWith(FuzzTime.class)
class MailFuzzTest {

  static Stream<byte[]> mails() {
    return Mails.usual();
  }

  @MethodSource("mails")
  @FuzzTest
  void anyMailIsReadOrRefused(byte[] mail) {
    CpuTime.within(FuzzTime.MOST, () -> ReadMail.bounded(mail));
  }
}

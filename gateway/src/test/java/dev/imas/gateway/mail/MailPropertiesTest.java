package dev.imas.gateway.mail;

import dev.imas.gateway.decode.Mutation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MailPropertiesTest {

  private static final int MUTATIONS = 3_000;

  @Test
  void mutatedMailIsReadOrRefusedWithinItsBounds() {
    List<byte[]> mails = Mails.usual().toList();
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Random random = new Random(seed);
      byte[] mail = Mutation.of(mails.get(seed % mails.size()), random);
      try {
        ReadMail.bounded(mail);
      } catch (RuntimeException | AssertionError wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
  }
}

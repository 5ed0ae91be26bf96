package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BodyBoxTest {

  private static final UUID TENANT = new UUID(1, 1);
  private static final UUID SOURCE = new UUID(2, 2);
  private static final UUID RECEIPT = new UUID(3, 3);

  private final SecretBox secrets = new SecretBox(new byte[32]);
  private final byte[] key = BodyBox.newKey(secrets, TENANT);
  private final byte[] body = "{\"title\":\"é\"}".repeat(1_000).getBytes(StandardCharsets.UTF_8);

  @Test
  void whatWasSealedOpensWithTheSameKeyAlone() {
    BodyBox box = BodyBox.open(secrets, TENANT, key);
    byte[] sealed = box.seal(body, SOURCE, RECEIPT);

    assertThat(sealed).hasSizeLessThan(body.length / 10);
    assertThat(BodyBox.open(secrets, TENANT, key).open(sealed, SOURCE, RECEIPT, body.length))
        .isEqualTo(body);
    BodyBox otherDay = BodyBox.open(secrets, TENANT, BodyBox.newKey(secrets, TENANT));
    assertThatThrownBy(() -> otherDay.open(sealed, SOURCE, RECEIPT, body.length))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> box.open(sealed, SOURCE, new UUID(4, 4), body.length))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keyOfAnotherTenantDoesNotOpen() {
    assertThatThrownBy(() -> BodyBox.open(secrets, new UUID(9, 9), key))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void emptyBodyIsABodyAndAWrongSizeIsDamage() {
    BodyBox box = BodyBox.open(secrets, TENANT, key);
    byte[] sealed = box.seal(new byte[0], SOURCE, RECEIPT);

    assertThat(box.open(sealed, SOURCE, RECEIPT, 0)).isEmpty();
    assertThatThrownBy(() -> box.open(sealed, SOURCE, RECEIPT, 1))
        .isInstanceOf(IllegalStateException.class);
  }
}

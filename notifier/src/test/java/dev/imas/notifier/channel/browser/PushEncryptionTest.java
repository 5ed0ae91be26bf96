package dev.imas.notifier.channel.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.message.P256;
import dev.imas.fixtures.FakeBrowser;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PushEncryptionTest {

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  /** RFC 8291, appendix A. */
  @Test
  void encryptsAsTheExampleOfTheStandard() throws GeneralSecurityException {
    PushSubscription to =
        PushSubscription.parse(
            FakeBrowser.subscription(
                    "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
                    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                    "BTBZMqHH6r4Tts7J_aSIgg")
                .encode());
    KeyPair sender =
        new KeyPair(
            P256.decoded(
                bytes(
                    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8")),
            KeyFactory.getInstance("EC")
                .generatePrivate(
                    new ECPrivateKeySpec(
                        new BigInteger(1, bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")),
                        P256.parameters())));
    byte[] sealed =
        PushEncryption.encrypt(
            "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
            to,
            sender,
            bytes("DGv6ra1nlYgDCS1FRnbzlw"));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
        .isEqualTo(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
                + "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNW"
                + "QexSgSxsj_Qulcy4a-fN");
  }
}

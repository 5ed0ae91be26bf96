package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forged, expired, swapped and unsigned tokens are refused; keys rotate (traps 67, 68). */
class AccessTokenIT {

  private static final LoginScene scene = LoginScene.start(Map.of());

  @BeforeAll
  static void people() {
    scene.user("ada", "tenant_admin");
    scene.user("bob", "viewer");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static int status(String token) {
    return scene.get(token, "/users").status();
  }

  @Test
  void tokenThatIsSignedByHandWithTheRightKeyIsTaken() {
    String token = scene.access("ada");

    // So that the refusals below are for the reason that they name.
    assertThat(status(signed(head(token), payload(token), key()))).isEqualTo(200);
  }

  @Test
  void expiredTokenIsRefused() {
    String token = scene.access("ada");
    scene.core.clock.move(Duration.ofMinutes(30).minusSeconds(1));
    assertThat(status(token)).isEqualTo(200);
    scene.core.clock.move(Duration.ofSeconds(1));

    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  void changedPayloadIsRefused() {
    String[] ada = scene.access("ada").split("\\.");
    String[] bob = scene.access("bob").split("\\.");

    assertThat(status(bob[0] + "." + ada[1] + "." + bob[2])).isEqualTo(401);
    assertThat(status(ada[0] + "." + ada[1] + "." + bob[2])).isEqualTo(401);
  }

  @Test
  void unsignedTokenIsRefused() {
    String token = scene.access("ada");
    ObjectNode none = head(token);
    none.put("alg", "none");
    String body = encoded(none) + "." + encoded(payload(token));

    assertThat(status(body)).isEqualTo(401);
    assertThat(status(body + ".")).isEqualTo(401);
    assertThat(status(body + "." + token.split("\\.")[2])).isEqualTo(401);
    none.remove("kid");
    assertThat(status(encoded(none) + "." + encoded(payload(token)) + ".")).isEqualTo(401);
    String[] parts = token.split("\\.");
    assertThat(status(parts[0] + "." + parts[1])).isEqualTo(401);
    assertThat(status(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
  }

  @Test
  void anotherAlgorithmWithTheRightKeyIsRefused() {
    String token = scene.access("ada");
    ObjectNode head = head(token);
    head.put("alg", "HS512");

    assertThat(status(signed(head, payload(token), key()))).isEqualTo(401);
  }

  @Test
  void tokenOfAnUnknownKeyIsRefused() {
    String token = scene.access("ada");
    ObjectNode head = head(token);
    head.put("kid", UUID.randomUUID().toString());
    assertThat(status(signed(head, payload(token), key()))).isEqualTo(401);

    assertThat(status(signed(head(token), payload(token), new byte[32]))).isEqualTo(401);
    head.remove("kid");
    assertThat(status(signed(head, payload(token), key()))).isEqualTo(401);
  }

  /** Trap 68: what is signed for another purpose, or for nobody, is no access token. */
  @Test
  void tokenForAnotherPurposeIsRefused() {
    assertThat(changed(claims -> claims.put("aud", "imas:refresh"))).isEqualTo(401);
    assertThat(changed(claims -> claims.remove("aud"))).isEqualTo(401);
    assertThat(changed(claims -> claims.put("iss", "somebody"))).isEqualTo(401);
    assertThat(changed(claims -> claims.remove("exp"))).isEqualTo(401);
    assertThat(changed(claims -> claims.remove("sid"))).isEqualTo(401);
    assertThat(changed(claims -> claims.put("ver", "one"))).isEqualTo(401);
  }

  @Test
  void tokenOfAnotherUserTenantOrEpochIsRefused() {
    JsonNode bob = payload(scene.access("bob"));
    assertThat(changed(claims -> claims.put("sub", bob.get("sub").asText()))).isEqualTo(401);
    assertThat(changed(claims -> claims.put("tid", UUID.randomUUID().toString()))).isEqualTo(401);
    assertThat(changed(claims -> claims.put("ver", 99))).isEqualTo(401);
    assertThat(changed(claims -> claims.put("sid", UUID.randomUUID().toString()))).isEqualTo(401);
  }

  @Test
  void refreshTokenIsNoAccessTokenAndTheOtherWayRound() {
    JsonNode tokens = scene.login("ada");

    assertThat(status(tokens.get("refresh_token").asText())).isEqualTo(401);
    assertThat(scene.refresh(tokens.get("access_token").asText()).status()).isEqualTo(401);
  }

  @Test
  void keysRotateAndTokensOfTheOldOneStayValid() {
    try (LoginScene own = LoginScene.start(Map.of())) {
      own.core.holdHousekeeping();
      own.user("ada", "viewer");
      own.access("ada");
      own.core.clock.move(Duration.ofDays(30));
      String old = own.access("ada");
      own.core.sweep("signing-keys");
      // The new key does not sign yet: another process may not know it.
      assertThat(keyOf(own.access("ada"))).isEqualTo(keyOf(old));
      assertThat(own.core.database.count("SELECT count(*) FROM signing_key")).isEqualTo(2);
      own.core.clock.move(KeyRing.KNOWN_BY_ALL);
      own.core.restart(); // Otherwise the keys are read again after a minute of real time.

      String next = own.access("ada");

      assertThat(keyOf(next)).isNotEqualTo(keyOf(old));
      assertThat(own.get(next, "/users").status()).isEqualTo(200);
      assertThat(own.get(old, "/users").status()).isEqualTo(200);
      own.core.clock.move(Duration.ofHours(2));
      own.core.sweep("signing-keys");
      assertThat(own.core.database.query("SELECT id FROM signing_key"))
          .containsExactly(keyOf(next));
    }
  }

  private static String keyOf(String token) {
    return head(token).get("kid").asText();
  }

  private static int changed(Consumer<ObjectNode> change) {
    String token = scene.access("ada");
    ObjectNode claims = payload(token);
    change.accept(claims);
    return status(signed(head(token), claims, key()));
  }

  private static ObjectNode head(String token) {
    return part(token, 0);
  }

  private static ObjectNode payload(String token) {
    return part(token, 1);
  }

  private static ObjectNode part(String token, int index) {
    try {
      return (ObjectNode)
          Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The only key that there is, as core opens it: the fixture seals with a key of zeros. */
  private static byte[] key() {
    String row =
        scene
            .core
            .database
            .query(
                "SELECT id || ' ' || encode(key_enc, 'hex') FROM signing_key ORDER BY signs_from")
            .get(0);
    String id = row.substring(0, row.indexOf(' '));
    byte[] sealed = HexFormat.of().parseHex(row.substring(row.indexOf(' ') + 1));
    String key = new SecretBox(new byte[32]).open(sealed, "signing_key " + id);
    return Base64.getUrlDecoder().decode(key);
  }

  private static String signed(ObjectNode head, ObjectNode claims, byte[] key) {
    try {
      boolean is512 = head.path("alg").asText().equals("HS512");
      String name = is512 ? "HmacSHA512" : "HmacSHA256";
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      String body = encoded(head) + "." + encoded(claims);
      return body + "." + encoded(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String encoded(ObjectNode json) {
    return encoded(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

package dev.imas.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.message.ContactCode;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NTF-30: contacts of people, and the codes that verify them. */
class VerificationIT {

  private static final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private static final SecretBox secrets = new SecretBox(new byte[32]);
  private static int made;

  private final String kim = "kim-" + ++made;
  private String own = "";
  private String phone = "";

  @AfterAll
  static void stop() {
    core.close();
  }

  @BeforeEach
  void person() {
    own = token(kim, "viewer");
    phone = add(own, kim, "Phone", kim + "@phone.example");
    core.clock.move(Duration.ofHours(2)); // away from the limits of other tests
  }

  private static String token(String user, String role) {
    created(
        "/users",
        "{'username':'%1$s','email':'%1$s@example.org','role':'%2$s'}".formatted(user, role));
    return core.logIn(user);
  }

  private static JsonNode created(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json();
  }

  private static String add(String as, String user, String name, String address) {
    Reply reply = core.send(as, "POST", path(user, ""), body(name, "email", address));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static String body(String name, String channel, String address) {
    return "{\"name\":\"%s\",\"channel\":\"%s\",\"address\":\"%s\"}"
        .formatted(name, channel, address);
  }

  private static String path(String user, String rest) {
    return "/api/v1/users/" + user + "/contacts" + rest;
  }

  private Reply sendCode() {
    return core.send(own, "POST", path(kim, "/" + phone + "/send-code"), null);
  }

  /** Whoever waits for a code that nothing can send would wait in vain. */
  @Test
  void aCodeThatNothingCanSendIsRefused() {
    core.database.execute(
        "INSERT INTO notifier_offer (notifier, channels, reach, lease_until)"
            + " VALUES (gen_random_uuid(), ARRAY ['console'], '{}', now() + interval '4 minutes')");
    try {
      Reply refused = sendCode();
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().get("detail").asText())
          .startsWith("no code can be sent to this contact: ")
          .contains("email");
      assertThat(
              core.database.query("SELECT id FROM contact_code WHERE contact_id = '" + phone + "'"))
          .isEmpty();
    } finally {
      core.database.execute("DELETE FROM notifier_offer");
    }
    assertThat(sendCode().status()).isEqualTo(202);
  }

  /** Sends one, and returns what arrives. */
  private String code() {
    Reply sent = sendCode();
    assertThat(sent.status()).as("%s", sent.json()).isEqualTo(202);
    return codeOf(sent);
  }

  private static String codeOf(Reply sent) {
    return ContactCode.of(secrets, UUID.fromString(sent.json().get("delivery").asText()));
  }

  private Reply verify(String code) {
    return core.send(
        own, "POST", path(kim, "/" + phone + "/verify"), "{\"code\":\"" + code + "\"}");
  }

  private boolean isVerified() {
    return !core.send(own, "GET", path(kim, "/" + phone), null).json().get("verified_at").isNull();
  }

  private static String other(String code) {
    return (code.startsWith("9") ? "0" : "9") + code.substring(1);
  }

  @Test
  void theCodeThatArrivedVerifies() {
    assertThat(isVerified()).isFalse();
    String code = code();
    Reply done = verify(code.substring(0, 3) + " " + code.substring(3));
    assertThat(done.status()).as("%s", done.json()).isEqualTo(200);
    assertThat(done.header("etag")).isEqualTo("\"2\"");
    assertThat(isVerified()).isTrue();
    assertThat(verify(code).status()).as("a code works once").isEqualTo(422);
    assertThat(isVerified()).isTrue();
  }

  @Test
  void theCodeIsNowhereToBeRead() {
    Reply sent = sendCode();
    String code = codeOf(sent);
    assertThat(verify(code).status()).isEqualTo(200);
    String delivery = core.get(Objects.requireNonNull(sent.header("location"))).http().body();
    assertThat(delivery).contains("contact.verification").doesNotContain(code);
    for (String table : List.of("delivery", "contact_code", "audit_entry", "user_contact")) {
      assertThat(core.database.query("SELECT t::text FROM imas." + table + " t"))
          .as(table)
          .noneMatch(row -> row.matches("(?s).*\\b" + code + "\\b.*"));
    }
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_id = '"
                    + phone
                    + "' ORDER BY at, id"))
        .containsExactlyInAnyOrder(
            "user_contact.create", "user_contact.send_code", "user_contact.verify");
  }

  /** A guess that waited too long for its turn, as on a slow machine, was not made; it is now. */
  private int verifyPatiently(String guess) {
    int status = verify(guess).status();
    while (status == 503) {
      status = verify(guess).status();
    }
    return status;
  }

  /** Trap 73: the count and the comparison are one statement. */
  @Test
  void manyGuessesAtOnceAreFive() {
    String code = code();
    List<CompletableFuture<Integer>> guesses =
        IntStream.range(0, 40)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> verifyPatiently(String.format("%06d", i))))
            .toList();
    assertThat(guesses.stream().map(CompletableFuture::join)).containsOnly(422);
    assertThat(
            core.database.query(
                "SELECT max(tries)::text FROM contact_code WHERE contact_id = '" + phone + "'"))
        .containsExactly("5");
    assertThat(verify(code).status()).as("void by now").isEqualTo(422);
    assertThat(isVerified()).isFalse();
  }

  @Test
  void theFifthTryMayBeTheRightOne() {
    String code = code();
    for (int i = 0; i < 4; i++) {
      assertThat(verify(other(code)).status()).isEqualTo(422);
    }
    assertThat(verify(code).status()).isEqualTo(200);
  }

  @Test
  void aCodeIsGoodForTenMinutes() {
    String code = code();
    core.clock.move(ContactCode.GOOD_FOR.minusSeconds(1));
    assertThat(verify(other(code)).status()).isEqualTo(422);
    core.clock.move(Duration.ofSeconds(1));
    assertThat(verify(code).status()).isEqualTo(422);
  }

  @Test
  void aNewCodeVoidsTheOneBefore() {
    String first = code();
    core.clock.move(Duration.ofSeconds(31));
    String second = code();
    assertThat(verify(first).status()).isEqualTo(422);
    assertThat(verify(second).status()).isEqualTo(200);
  }

  @Test
  void everyWayToFailIsAnsweredAlike() {
    String none = verify("123456").json().get("detail").asText();
    String code = code();
    assertThat(verify(other(code)).json().get("detail").asText()).isEqualTo(none);
    core.clock.move(Duration.ofHours(1));
    assertThat(verify(code).json().get("detail").asText()).isEqualTo(none);
  }

  @Test
  void nobodyButTheOwnerVerifies() {
    String stranger = token("stranger-" + made, "operator");
    String code = code();
    for (String rest : List.of("/send-code", "/verify")) {
      String json = rest.equals("/verify") ? "{\"code\":\"" + code + "\"}" : null;
      assertThat(core.send(stranger, "POST", path(kim, "/" + phone + rest), json).status())
          .isEqualTo(403);
      assertThat(core.send(core.token, "POST", path(kim, "/" + phone + rest), json).status())
          .as("not even an administrator")
          .isEqualTo(409);
    }
    // Nor by way of a contact of one's own with the same name.
    add(stranger, "stranger-" + made, "Phone", "x@example.org");
    assertThat(
            core.send(
                    stranger,
                    "POST",
                    path("stranger-" + made, "/Phone/verify"),
                    "{\"code\":\"" + code + "\"}")
                .status())
        .isEqualTo(422);
    assertThat(
            core.send(
                    stranger,
                    "POST",
                    path("stranger-" + made, "/" + phone + "/verify"),
                    "{\"code\":\"" + code + "\"}")
                .status())
        .isEqualTo(404);
    assertThat(isVerified()).isFalse();
    assertThat(verify(code).status()).isEqualTo(200);
  }

  @Test
  void anotherAddressHasToBeVerifiedAgain() {
    assertThat(verify(code()).status()).isEqualTo(200);
    core.clock.move(Duration.ofMinutes(1));
    String code = code();
    String elsewhere = body("Phone", "email", kim + "@elsewhere.example");
    Reply renamed =
        core.send(
            own,
            "PUT",
            path(kim, "/" + phone),
            body("Home", "email", kim + "@phone.example"),
            "if-match",
            "\"2\"");
    assertThat(renamed.json().get("verified_at").isNull()).isFalse();
    assertThat(
            core.send(own, "PUT", path(kim, "/" + phone), elsewhere, "if-match", "\"3\"").status())
        .isEqualTo(200);
    assertThat(isVerified()).isFalse();
    assertThat(verify(code).status()).as("a code for the old address").isEqualTo(422);
  }

  @Test
  void codesToAnAddressAndOfAPersonAreLimited() {
    for (int i = 0; i < 5; i++) {
      assertThat(sendCode().status()).isEqualTo(202);
      assertThat(sendCode().status()).as("at once again").isEqualTo(429);
      core.clock.move(Duration.ofSeconds(31));
    }
    Reply over = sendCode();
    assertThat(over.status()).isEqualTo(429);
    assertThat(over.header("retry-after")).isEqualTo("900");

    // Neither another contact nor another person gets more for that address.
    core.send(own, "DELETE", path(kim, "/" + phone), null);
    phone = add(own, kim, "Phone", (kim + "@phone.example").toUpperCase(java.util.Locale.ROOT));
    assertThat(sendCode().status()).isEqualTo(429);
    for (int i = 0; i < 5; i++) {
      phone = add(own, kim, "Phone " + i, kim + i + "@phone.example");
      assertThat(sendCode().status()).isEqualTo(202);
    }
    phone = add(own, kim, "Phone 6", kim + "6@phone.example");
    assertThat(sendCode().status()).as("of this person").isEqualTo(429);
    core.clock.move(Duration.ofHours(1));
    assertThat(sendCode().status()).isEqualTo(202);
  }

  @Test
  void anAdministratorAddsAContactThatItsOwnerVerifies() {
    phone = add(core.token, kim, "Pager", "pager@example.org");
    assertThat(isVerified()).isFalse();
    assertThat(verify(code()).status()).isEqualTo(200);
  }

  @Test
  void theAddressOfAnAccountIsItsFirstContactNotVerified() {
    JsonNode contacts = core.send(own, "GET", path(kim, ""), null).json().get("items");
    assertThat(contacts.findValuesAsText("address"))
        .containsExactly(kim + "@example.org", kim + "@phone.example");
    assertThat(contacts.findValuesAsText("name")).containsExactly("Email", "Phone");
    assertThat(contacts.get(0).get("verified_at").isNull()).isTrue();
  }

  @Test
  void nobodySeesHowOthersAreReached() {
    String stranger = token("stranger-" + made, "operator");
    assertThat(core.send(stranger, "GET", path(kim, ""), null).status()).isEqualTo(403);
    assertThat(core.send(stranger, "GET", path(kim, "/" + phone), null).status()).isEqualTo(403);
    assertThat(
            core.send(stranger, "POST", path(kim, ""), body("x", "email", "x@example.org"))
                .status())
        .isEqualTo(403);
    assertThat(core.send(stranger, "DELETE", path(kim, "/" + phone), null).status()).isEqualTo(403);
    assertThat(core.get(path(kim, "")).json().get("items")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "console | console   | /channel | must be one of webhook, email",
        "pigeon  | dovecote  | /channel | must be one of",
        "email   | no address | /address | is no address of a email",
        "email   | ''        | /address | is no address",
      })
  void anAddressIsCheckedAsItsChannelDoes(
      String channel, String address, String pointer, String detail) {
    Reply refused = core.send(own, "POST", path(kim, ""), body("x", channel, address));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
    assertThat(refused.json().get("detail").asText()).contains(detail);
  }

  @Test
  void aPersonHasTwentyContactsAndEachAddressOnce() {
    assertThat(
            core.send(own, "POST", path(kim, ""), body("x", "email", kim + "@phone.example"))
                .status())
        .isEqualTo(409);
    for (int i = 2; i < 20; i++) {
      add(own, kim, "c" + i, "c" + i + "@example.org");
    }
    Reply over = core.send(own, "POST", path(kim, ""), body("x", "email", "x@example.org"));
    assertThat(over.status()).isEqualTo(422);
  }

  @Test
  void aSecretIsNeverReturned() {
    Reply made =
        core.send(
            own,
            "POST",
            path(kim, ""),
            "{\"name\":\"hook\",\"channel\":\"webhook\",\"address\":\"https://x.example/\",\"secret\":\"s3cret-words\"}");
    assertThat(made.json().get("has_secret").asBoolean()).isTrue();
    assertThat(made.http().body()).doesNotContain("s3cret-words");
    assertThat(core.database.query("SELECT t::text FROM audit_entry t"))
        .noneMatch(row -> row.contains("s3cret-words"));
  }

  @Test
  void whoIsDeletedLeavesNoContacts() {
    code();
    assertThat(core.send(core.token, "DELETE", "/api/v1/users/" + kim, null).status())
        .isEqualTo(204);
    assertThat(core.database.query("SELECT id FROM user_contact WHERE id = '" + phone + "'"))
        .isEmpty();
    assertThat(
            core.database.query("SELECT id FROM contact_code WHERE contact_id = '" + phone + "'"))
        .isEmpty();
  }
}

package dev.imas.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.wording.PageLines;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.template.PageLinks;
import dev.imas.notifier.wording.TenantWords;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The link of an invitation is in its mail, and nowhere else. */
class InvitationMessageTest {

  private static final SecretBox SECRETS = new SecretBox(new byte[32]);
  private static final MessageReader READER =
      new MessageReader(SECRETS, new PageLinks(() -> URI.create("https://imas.example/")));

  private static Delivery row(String event) {
    return new Delivery(
        Pages.TENANT,
        Pages.DELIVERY,
        null,
        0,
        event,
        new UUID(1, 2),
        "email",
        "guest@example.org",
        Severity.SEV4_LOW,
        Json.write(Pages.group(event, "TRIGGERED", 0, 0)),
        1,
        null,
        Instant.EPOCH,
        false,
        null,
        null);
  }

  private static List<PageLines.Line> lines(Message message) {
    return message.lines().lines();
  }

  @Test
  void theMailHasTheLinkThatFollowsFromTheInvitation() {
    Message message = READER.read(row("notice.invitation"), TenantWords.USUAL);
    String code = Credential.invitation(Pages.TENANT.value(), SECRETS, Pages.INCIDENT).reveal();

    assertThat(lines(message))
        .contains(
            new PageLines.Line(
                "Choose your password",
                "https://imas.example/welcome#" + code,
                PageLines.Link.REPLY));
    assertThat(message.toString()).doesNotContain(code);
  }

  @Test
  void theCodeOfAResetStandsBehindWhatBrowsersSendToNobody() {
    Message message = READER.read(row("notice.password_reset"), TenantWords.USUAL);
    String code = Credential.invitation(Pages.TENANT.value(), SECRETS, Pages.INCIDENT).reveal();

    assertThat(lines(message))
        .contains(
            new PageLines.Line(
                "Choose your password",
                "https://imas.example/reset#" + code,
                PageLines.Link.REPLY));
    assertThat(message.toString()).doesNotContain(code);
  }

  @Test
  void otherNoticesHaveNone() {
    Message message = READER.read(row("notice.rights"), TenantWords.USUAL);
    assertThat(message.reply()).isNull();
    assertThat(lines(message)).noneMatch(line -> line.value().contains("#"));
  }
}

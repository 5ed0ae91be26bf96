package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What receivers become. */
class ReceiversImportTest {

  private static final String AT = "receivers[0].";

  private static List<String> contacts(Translated of) {
    return of.contacts().findParents("channel").stream()
        .map(contact -> contact.get("channel").textValue() + " " + contact.get("address"))
        .toList();
  }

  private static JsonNode config(Translated of) {
    return of.document("provider").get("config");
  }

  @Test
  void mailGoesToEachAddressByTheServerOfTheFile() {
    Translated of =
        Translated.of(
            """
            global:
              smtp_smarthost: smtp.example.org:465
              smtp_from: 'Alerts <alerts@example.org>'
              smtp_auth_username: alerts
              smtp_auth_password: hunter2
            route: {receiver: ops}
            receivers:
            - name: ops
              email_configs:
              - to: 'a@example.org, Bob <b@example.org>'
                send_resolved: false
                html: '{{ template "x" . }}'
              - to: a@example.org
            """);

    assertThat(contacts(of)).containsExactly("email \"a@example.org\"", "email \"b@example.org\"");
    assertThat(config(of).toString())
        .isEqualTo(
            "{\"host\":\"smtp.example.org\",\"port\":465,\"from_email\":\"alerts@example.org\","
                + "\"from_name\":\"Alerts\",\"use_tls\":true,\"use_ssl\":true,\"username\":\"alerts\","
                + "\"password\":{\"from_env\":\"AM_SMTP_AUTH_PASSWORD\"}}");
    assertThat(of.secrets())
        .containsExactly("from_env AM_SMTP_AUTH_PASSWORD global.smtp_auth_password");
    assertThat(of.findings(AT + "email_configs[0].send_resolved")).hasSize(1);
    assertThat(of.findings(AT + "email_configs[0]"))
        .anyMatch(text -> text.startsWith("left: html: IMAS writes its own messages"));
  }

  @Test
  void slackIsABotHereAndAWebhookThere() {
    Translated of =
        Translated.receiver(
            """
            slack_configs:
            - {channel: '#ops', api_url: 'https://hooks.slack.com/services/T0/B0/secret'}
            - {channel: '#dev', api_url: 'https://hooks.slack.com/services/T0/B1/other'}
            - {channel: '#{{ .Labels.team }}', api_url: 'https://hooks.slack.com/services/T0/B0/x'}
            """);

    assertThat(contacts(of)).containsExactly("slack \"#ops\"", "slack \"#dev\"");
    assertThat(config(of).toString())
        .isEqualTo("{\"bot_token\":{\"from_env\":\"AM_SLACK_BOT_TOKEN\"}}");
    assertThat(of.result().secrets())
        .singleElement()
        .satisfies(secret -> assertThat(secret.says()).contains("xoxb-"));
    assertThat(of.findings(AT + "slack_configs[2].channel"))
        .containsExactly("left: is a template; IMAS needs an address that is always the same");
  }

  @Test
  void tokenOfASlackAppIsCarriedOver() {
    Translated of =
        Translated.receiver(
            """
            slack_configs:
            - channel: C0123456789
              api_url: https://slack.com/api/chat.postMessage
              http_config: {authorization: {credentials: xoxb-1-secret}}
            - {channel: '#ops', app_token_file: tokens/slack}
            """);

    assertThat(of.documents("provider")).hasSize(2);
    assertThat(of.documents("provider").getFirst().get("config").toString())
        .isEqualTo("{\"bot_token\":{\"from_env\":\"AM_OPS_SLACK_BOT_TOKEN\"}}");
    assertThat(of.documents("provider").getLast().get("config").toString())
        .isEqualTo("{\"bot_token\":{\"from_file\":\"/etc/am/tokens/slack\"}}");
    assertThat(of.documents("provider").getLast().get("priority").intValue()).isEqualTo(101);
    assertThat(of.findings(AT + "slack_configs[1]"))
        .anyMatch(text -> text.startsWith("changed: IMAS tries the accounts"));
  }

  @Test
  void pagingServicesAreProvidersOfTheirOwn() {
    Translated of =
        Translated.of(
            """
            global: {opsgenie_api_key: shared, opsgenie_api_url: 'https://api.eu.opsgenie.com/'}
            route: {receiver: ops}
            receivers:
            - name: ops
              pagerduty_configs:
              - {routing_key: abc}
              - {routing_key: abc}
              - {service_key_file: old.key}
              - {routing_key: '{{ .x }}'}
              opsgenie_configs: [{}]
            """);

    assertThat(contacts(of))
        .containsExactly(
            "pagerduty \"ops pagerduty\"",
            "pagerduty \"ops pagerduty 3\"",
            "opsgenie \"ops opsgenie\"");
    assertThat(of.documents("provider").stream().map(one -> one.get("config").toString()))
        .containsExactly(
            "{\"routing_key\":{\"from_env\":\"AM_OPS_PAGERDUTY_ROUTING_KEY\"}}",
            "{\"routing_key\":{\"from_env\":\"AM_OPS_PAGERDUTY_3_INTEGRATION_KEY\"}}",
            "{\"url\":\"https://api.eu.opsgenie.com/v2/alerts\",\"api_key\":{\"from_env\":\"AM_OPSGENIE_API_KEY\"}}");
    assertThat(of.findings(AT + "pagerduty_configs[2]"))
        .anyMatch(text -> text.startsWith("changed: is a contact"));
    assertThat(of.findings(AT + "pagerduty_configs[3].routing_key"))
        .anyMatch(text -> text.startsWith("left: is a template"));
  }

  @Test
  void chatsWithWebhooksAndBots() {
    Translated of =
        Translated.receiver(
            """
            discord_configs: [{webhook_url_file: discord.url}]
            msteams_configs: [{webhook_url: 'https://example.webhook.office.com/x'}]
            msteamsv2_configs: [{webhook_url: 'https://prod-1.logic.azure.com/x'}]
            telegram_configs: [{bot_token: '1:abc', chat_id: -100123, message_thread_id: 4}]
            pushover_configs: [{user_key: u, token: t}]
            mattermost_configs: [{webhook_url: 'https://mm.example.org/hooks/x'}]
            """);

    assertThat(contacts(of))
        .containsExactly(
            "discord \"ops discord\"",
            "teams \"ops msteams\"",
            "teams \"ops msteamsv2\"",
            "telegram \"-100123\"",
            "pushover {\"from_env\":\"AM_OPS_PUSHOVER_USER_KEY\"}");
    assertThat(of.documents("provider").stream().map(one -> one.get("type").textValue()))
        .containsExactly("discord", "teams", "teams", "telegram", "pushover");
    assertThat(of.documents("provider").get(1).get("config").toString())
        .isEqualTo(
            "{\"format\":\"message_card\",\"url\":{\"from_env\":\"AM_OPS_MSTEAMS_WEBHOOK_URL\"}}");
    assertThat(of.findings(AT + "telegram_configs[0].message_thread_id")).hasSize(1);
    assertThat(of.findings(AT + "mattermost_configs[0]"))
        .singleElement()
        .asString()
        .startsWith("left: ");
  }

  @Test
  void webhooksKeepTheirAddressSecret() {
    Translated of =
        Translated.receiver(
            """
            webhook_configs:
            - {url: 'https://user:pass@hooks.example.org/x?key=5f1c'}
            - {url: 'http://imas:8080/api/v1/webhooks/alertmanager/'}
            """);

    assertThat(contacts(of)).containsExactly("webhook {\"from_env\":\"AM_OPS_WEBHOOK_URL\"}");
    assertThat(of.findings(AT + "webhook_configs[1]"))
        .containsExactly("left: it posts to IMAS itself, which is not notified of its own alerts");
  }

  @Test
  void whatHasNoChannelIsReportedAndSoIsATeamThatReachesNobody() {
    Translated of =
        Translated.receiver(
            """
            victorops_configs: [{routing_key: x}]
            sns_configs: [{topic_arn: x}]
            future_configs: [{x: y}]
            """);

    assertThat(of.contacts()).isEmpty();
    assertThat(of.findings(AT + "victorops_configs[0]")).hasSize(1);
    assertThat(of.findings(AT + "future_configs[0]")).hasSize(1);
    assertThat(of.findings("receivers[0]"))
        .singleElement()
        .asString()
        .startsWith("left: is the team 'ops' without a contact");
  }

  @Test
  void receiverThatTellsNobodyIsNoTeam() {
    Translated of = Translated.receiver("");

    assertThat(of.documents("team")).isEmpty();
    assertThat(of.findings("receivers[0]")).singleElement().asString().startsWith("changed: ");
  }

  @Test
  void namesThatDifferByCaseAndKeysThatWouldBeTheSameAreDifferent() {
    Translated of =
        Translated.of(
            """
            route: {receiver: Ops}
            receivers: [{name: Ops, webhook_configs: [{url: 'https://x.example.org/'}]}, {name: ops, webhook_configs: [{url: 'https://x.example.org/'}]}, {name: 'é è', webhook_configs: [{url: 'https://x.example.org/'}]}, {name: 'e e', webhook_configs: [{url: 'https://x.example.org/'}]}, {name: '日本', webhook_configs: [{url: 'https://x.example.org/'}]}]
            """);

    assertThat(of.documents("team").stream().map(team -> team.get("name").textValue()))
        .containsExactly("Ops", "ops 2", "é è", "e e", "日本");
    assertThat(of.documents("team").stream().map(team -> team.get("key").textValue()))
        .doesNotHaveDuplicates()
        .allMatch(key -> key.matches("[a-z0-9][a-z0-9._@-]{0,99}"));
  }

  @Test
  void noSecretIsInWhatIsMadeOfTheFile() {
    String file =
        """
        global:
          slack_api_url: https://hooks.slack.com/services/SECRET1
          smtp_auth_password: SECRET2
          smtp_smarthost: h:25
          smtp_from: a@example.org
          telegram_bot_token: SECRET3
          http_config: {basic_auth: {password: SECRET4}}
        route: {receiver: ops}
        receivers:
        - name: ops
          slack_configs: [{channel: x}]
          email_configs: [{to: a@example.org, auth_secret: SECRET5}]
          telegram_configs: [{chat_id: 1}]
          pagerduty_configs: [{routing_key: SECRET6}, {service_key: SECRET7}]
          opsgenie_configs: [{api_key: SECRET8}]
          webhook_configs: [{url: 'https://x.example/SECRET9', http_config: {bearer_token: SECRET10}}]
          wechat_configs: [{api_secret: SECRET11}]
          discord_configs: [{webhook_url: SECRET12}]
          pushover_configs: [{user_key: SECRET13, token: SECRET14}]
        """;

    assertThat(Translated.of(file).result().toString()).doesNotContain("SECRET");
    assertThat(Translated.of(file).documents("provider").stream().map(ObjectNode::toString))
        .isNotEmpty()
        .allMatch(text -> !text.contains("SECRET"));
  }
}

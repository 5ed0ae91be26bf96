package dev.imas.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A stored secret stays with the host for which it was given: nobody moves it to another. */
class MovedSecretIT {

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply post(String path, String json) {
    Reply made = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(made.status()).as(made.http().body()).isLessThan(300);
    return made;
  }

  private static Reply put(String path, String json) {
    String etag = String.valueOf(core.get("/api/v1" + path).header("etag"));
    return core.send(
        core.token, "PUT", "/api/v1" + path, json.replace('\'', '"'), "if-match", etag);
  }

  private static void stays(Reply refused, String pointer) {
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
    assertThat(refused.json().at("/details").has(pointer)).as(refused.http().body()).isTrue();
  }

  @Test
  void thatOfAProvider() {
    String body =
        "{'name':'push','type':'ntfy','config':{'server_url':'https://%s','default_topic':'ops'%s}}";
    String secret = ",'access_token':'tk_AgQdq7mVBoFD37zQVN29'";
    post("/providers", body.formatted("ntfy.example", secret));
    String path = "/providers/push";
    stays(put(path, body.formatted("evil.example", "")), "/config/access_token");
    stays(
        put(path, body.formatted("evil.example", ",'access_token':'••••VN29'")),
        "/config/access_token");
    stays(put(path, body.formatted("ntfy.example:8443", "")), "/config/access_token");
    assertThat(put(path, body.formatted("ntfy.example/sub", "")).status()).isEqualTo(200);
    assertThat(put(path, body.formatted("new.example", secret)).status()).isEqualTo(200);
    assertThat(put(path, body.formatted("bare.example", ",'access_token':null")).status())
        .isEqualTo(200);
  }

  @Test
  void thatOfAnEventWebhook() {
    String body = "{'name':'hook','url':'%s','events':['incident.created']%s}";
    String secret = ",'secret':'a secret of the receiver'";
    post(
        "/webhooks/outgoing/register",
        body.formatted("https://hooks.example/a?key=hidden", secret));
    String path = "/webhooks/outgoing/hook";
    stays(put(path, body.formatted("https://evil.example/a", "")), "/secret");
    assertThat(put(path, body.formatted("https://hooks.example/b?key=hidden", "")).status())
        .isEqualTo(200);
    assertThat(put(path, body.formatted("https://new.example/a?key=hidden", secret)).status())
        .isEqualTo(200);
  }

  @Test
  void thatOfAContact() {
    post("/teams", "{'name':'Moved'}");
    String body = "{'name':'hook','channel':'webhook','address':'%s','is_active':false%s}";
    String secret = ",'secret':'a secret of the receiver'";
    post("/teams/Moved/contacts", body.formatted("https://hooks.example/a", secret));
    String path = "/teams/Moved/contacts/hook";
    stays(put(path, body.formatted("https://evil.example/a", "")), "/secret");
    assertThat(put(path, body.formatted("https://hooks.example/b", "")).status()).isEqualTo(200);
    assertThat(put(path, body.formatted("https://evil.example/a", ",'secret':null")).status())
        .isEqualTo(200);
  }

  @Test
  void documentsMoveNoneEither() {
    String provider =
        "{'kind':'provider','key':'docs','name':'docs','type':'ntfy','config':{'server_url':'https://%s',"
            + "'default_topic':'ops'%s}}";
    String body = "{'documents':[" + provider + "]}";
    post(
        "/providers",
        provider
            .replace("'kind':'provider','key':'docs',", "")
            .formatted("ntfy.example", ",'access_token':'tk_AgQdq7mVBoFD37zQVN29'"));
    for (String stored : new String[] {"", ",'access_token':{'stored':true}"}) {
      Reply refused =
          core.post(
              "/api/v1/configuration", body.formatted("evil.example", stored).replace('\'', '"'));
      assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
      assertThat(refused.http().body()).contains("stays with the host");
    }
    post("/configuration", body.formatted("ntfy.example", ",'access_token':{'stored':true}"));
  }
}

package dev.imas.notifier.channel.mattermost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MattermostIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return MattermostKind.kind();
  }

  @Override
  protected String address() {
    return "4xp9fdt77pncbef59f4k1qe83o";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("server_url", vendor.url("/"), "bot_token", SECRET_PART);
  }

  @Override
  protected Reply takes() {
    return json(201, "{'id':'qmd5oqtwoibz8cuzxzg5ekshgr'}");
  }

  @Override
  protected Reply revoked() {
    return json(
        401,
        "{'id':'api.context.session_expired.app_error','message':'Invalid or expired session,"
            + " please login again.','status_code':401}");
  }

  @Override
  protected Reply tooMany() {
    return Reply.status(429, "X-Ratelimit-Reset", "17");
  }

  @Override
  protected void isWithinLimits(String body) {
    assertThat(new JsonObject(body).getString("message").length()).isLessThanOrEqualTo(4_000);
  }

  @Test
  void thePostIsMarkdownAndMentionsNobody() {
    JsonObject body = sent(Pages.page("@channel *down*", "x"));
    assertThat(vendor.requests().getLast().path()).isEqualTo("/api/v4/posts");
    assertThat(body.getString("channel_id")).isEqualTo(address());
    assertThat(body.getString("message"))
        .startsWith("**🔴 SEV1 INC-7F3K")
        .contains("\\*down\\*")
        .doesNotContain("@channel");
  }

  @Test
  void anUpdatePatchesThePost() {
    assertThat(update(Pages.group("incident.resolved", "RESOLVED", 3, 0), json(200, "{}")))
        .isEqualTo(new CardUpdate.Shown(200));
    assertThat(vendor.requests().getLast().method()).isEqualTo("PUT");
    assertThat(vendor.requests().getLast().path()).isEqualTo("/api/v4/posts/4711/patch");
    assertThat(lastBody().getString("message")).contains("RESOLVED");
  }

  @Test
  void aPostThatCanNoLongerBeChangedIsGone() {
    for (Reply gone :
        List.of(
            json(403, "{'id':'api.context.permissions.app_error','message':'no permission'}"),
            json(404, "{'id':'app.post.get.app_error','message':'not found'}"),
            json(
                400,
                "{'id':'api.post.update_post.permissions_time_limit.app_error','message':'x'}"))) {
      assertThat(update(Pages.page(), gone)).isInstanceOf(CardUpdate.Gone.class);
    }
    assertThat(update(Pages.page(), json(400, "{'id':'model.post.is_valid.app_error'}")))
        .isInstanceOf(CardUpdate.NotShown.class);
  }

  @Test
  void aPageBesideACardIsAPostThatLeadsThere() {
    vendor.replies(takes());
    Await.result(channel().send(message(Pages.page(), Folded.NOTHING).beside(card())));
    assertThat(lastBody().getString("message")).contains(vendor.url("/_redirect/pl/4711"));
    assertThat(lastBody().containsKey("root_id")).isFalse();
  }

  @Test
  void theVendorsIdAndItsReasonAreKept() {
    assertThat(send(takes())).isEqualTo(new Outcome.Accepted("qmd5oqtwoibz8cuzxzg5ekshgr", 201));
    assertThat(send(revoked()))
        .isEqualTo(
            new Outcome.Refused("HTTP 401: Invalid or expired session, please login again.", 401));
  }
}

package dev.imas.core.provider;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.PageContent;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.delivery.SamplePage;
import dev.imas.core.delivery.TestDelivery;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /providers/{id}/test}: sends a sample through one provider, active or not, past its
 * circuit. The response shows what the vendor said.
 */
public final class ProviderTestRoutes {

  private final TestDelivery tests;
  private final ChannelKinds channels;
  private final ProviderRepository providers = new ProviderRepository();

  public ProviderTestRoutes(TestDelivery tests, ChannelKinds channels) {
    this.tests = tests;
    this.channels = channels;
  }

  public void mount(Api api) {
    api.post("/providers/{id}/test", Permission.PROVIDER_MANAGE, this::test);
  }

  private Answer test(Call call) {
    Reference provider = call.reference("id");
    Body body = call.body().only("address");
    String address = body.text("address", 2_000);
    body.throwIfFaulty();
    return tests.send(
        call,
        (tx, id, tenant, now) -> delivery(tx, provider, address, id, tenant, call.author(), now));
  }

  private NewDelivery delivery(
      Tx tx,
      Reference provider,
      @Nullable String address,
      UUID id,
      String tenant,
      String author,
      Instant now) {
    UUID providerId = providers.existingId(tx, provider).await();
    ProviderView through = providers.find(tx, providerId).await().orElseThrow();
    String to = address(through, address);
    TestDelivery.refuseMany(
        "the provider", providers.lockTests(tx, providerId, TestDelivery.WITHIN).await());
    return new NewDelivery(
        id,
        PageContent.TEST,
        providerId,
        through.channel(),
        to,
        Severity.SEV1_CRITICAL,
        SamplePage.of(id, through.name(), "the owner of this provider", tenant, author, now));
  }

  private String address(ProviderView through, @Nullable String given) {
    ChannelKind kind =
        channels
            .of(through.channel())
            .orElseThrow(() -> Fault.conflict("this version has no channel " + through.channel()));
    if (kind.isPlace() && (given == null || kind.isPlace(given))) {
      return through.name();
    }
    String address = given == null ? kind.usualAddress() : given;
    String fault = kind.faultOf(address);
    if (fault != null) {
      throw Fault.invalid(
          "/address", "/address " + (given == null ? "is missing: send " + kind.address() : fault));
    }
    return address;
  }
}

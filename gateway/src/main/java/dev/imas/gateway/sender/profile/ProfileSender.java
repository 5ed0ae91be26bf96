package dev.imas.gateway.sender.profile;

import dev.imas.core.model.SourceTypes;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.profile.Arrival;
import dev.imas.core.profile.SenderProfile;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any sender for whose bodies the owner of the source has written a profile. */
public final class ProfileSender {

  private static final String DIALECT = "profile";

  private static final Format FORMAT =
      Format.webhook(DIALECT, "what the profile names", new OwnProfile())
          .withTransportOfItsSource();

  public static final Sender SENDER =
      new Sender(
          SourceTypes.PROFILE,
          "Your own sender profile",
          "any sender that you describe by a profile",
          List.of(FORMAT),
          EnumSet.of(
              KeyForm.BEARER,
              KeyForm.BASIC,
              KeyForm.HEADER,
              KeyForm.PREFIX,
              KeyForm.LAST_SEGMENT,
              KeyForm.PARAMETER,
              KeyForm.SIGNATURE),
          false,
          "profiles.md",
          Sender.setUp(ProfileSender.class, "profile.txt", "a shell"));

  private ProfileSender() {}

  /** The compiled profile of this configuration; null where it has none. */
  public static @Nullable AlertDecoder decoder(SourceConfig config) {
    SenderProfile profile = config.profile();
    return profile == null ? null : new ProfileDecoder(DIALECT, "alert", profile);
  }

  /**
   * How the posts of a source of this configuration arrive and are answered; null where its profile
   * says nothing of that.
   */
  public static @Nullable Format format(SourceConfig config) {
    SenderProfile profile = config.profile();
    return profile == null || profile.arrival().equals(Arrival.PLAIN)
        ? null
        : ProfileArrivals.of(FORMAT, profile.arrival());
  }

  /** Reads each body by the profile of its source. */
  private static final class OwnProfile implements AlertDecoder {

    @Override
    public String dialect() {
      return DIALECT;
    }

    @Override
    public List<String> unmatched(byte[] body, int length, DecodeContext context) {
      AlertDecoder own = context.source().options().own();
      return own == null ? List.of() : own.unmatched(body, length, context);
    }

    @Override
    public Decoding decode(byte[] body, int length, DecodeContext context) {
      AlertDecoder own = context.source().options().own();
      return own == null
          ? BodyParser.read(
              body,
              length,
              in -> {
                int start = in.start();
                in.parser.skipChildren();
                in.expectEnd();
                throw BodyRefused.shape(
                    "", "this source has no profile; set one in its config, as profile", start);
              })
          : own.decode(body, length, context);
    }
  }
}

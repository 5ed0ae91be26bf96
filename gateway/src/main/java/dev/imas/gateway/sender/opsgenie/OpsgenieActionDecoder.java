package dev.imas.gateway.sender.opsgenie;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.LabelMapReader;
import dev.imas.gateway.decode.PathFields;
import dev.imas.gateway.decode.SecretFields;
import dev.imas.gateway.decode.SeverityWords;
import dev.imas.gateway.decode.SideEventDraft;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one alert, which the path names: the edge puts the path's part and the query into
 * one object with the body. A close recovers it. An acknowledgement and a note are kept about it
 * and followed by core. A new priority and new texts change it.
 */
final class OpsgenieActionDecoder implements AlertDecoder {

  static final String IDENTIFIER = "identifier";
  static final String IDENTIFIER_TYPE = "identifierType";

  private static final String UNSUPPORTED =
      "IMAS does not do this for an alert; do it to its incident in IMAS, or create the alert again"
          + " as it shall be";

  private final OpsgenieAction action;

  /**
   * @param action any but a create
   */
  OpsgenieActionDecoder(OpsgenieAction action) {
    this.action = action;
  }

  @Override
  public String dialect() {
    return "opsgenie-" + action.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          int start = in.start();
          Asked asked = new Asked();
          asked.read(in);
          int end = in.end();
          in.expectEnd();
          if (asked.identifier == null) {
            throw BodyRefused.shape("/" + IDENTIFIER, "Identifier can not be empty.", start);
          }
          if (action == OpsgenieAction.NOTE && asked.note == null) {
            throw BodyRefused.shape("/note", "Note can not be empty.", start);
          }
          if (action == OpsgenieAction.UNSUPPORTED) {
            throw BodyRefused.shape("/action", UNSUPPORTED, start);
          }
          SideEventDraft.Update update = update(context, asked, start);
          Fingerprint about = about(context, asked.identifier, asked.type);
          return new Decoding.Read(
              elements(context, asked, update, about, in.oddText(), start, end),
              0,
              (about == null ? "" : OpsgenieIdentity.id(context, about))
                  + "\n"
                  + ("alias".equals(asked.type) ? asked.identifier : ""));
        });
  }

  /** Null for an identifier that no alert of this source can have. */
  private static @Nullable Fingerprint about(
      DecodeContext context, String identifier, String type) {
    return switch (type) {
      case "alias" -> OpsgenieIdentity.ofAlias(context, identifier);
      case "id" -> OpsgenieIdentity.ofId(context, identifier);
      // Tiny ids are counted by Opsgenie. IMAS gives none, so nobody can know one.
      default -> null;
    };
  }

  /** What is written with a close is a note about what is closed. */
  private List<Element> elements(
      DecodeContext context,
      Asked asked,
      SideEventDraft.Update update,
      @Nullable Fingerprint about,
      boolean oddText,
      int start,
      int end) {
    Element asks = element(context, asked, update, about, oddText, start, end);
    return action == OpsgenieAction.CLOSE && about != null && asked.note != null
        ? List.of(asks, done(context, AlertAction.NOTE, asked, about, start, end))
        : List.of(asks);
  }

  private Element element(
      DecodeContext context,
      Asked asked,
      SideEventDraft.Update update,
      @Nullable Fingerprint about,
      boolean oddText,
      int start,
      int end) {
    if (about == null) {
      return new SideEventDraft(context)
          .dropped(
              action.word() + " " + asked.identifier,
              "no alert has this "
                  + (asked.type.equals("alias") || asked.type.equals("id")
                      ? asked.type
                      : "identifier; use the alias or the id"),
              start,
              end);
    }
    return switch (action) {
      case CLOSE -> closed(new AlertDraft(context, oddText), asked, about, start, end);
      case ACKNOWLEDGE -> done(context, AlertAction.ACKNOWLEDGE, asked, about, start, end);
      case UNACKNOWLEDGE -> done(context, AlertAction.UNACKNOWLEDGE, asked, about, start, end);
      case NOTE -> done(context, AlertAction.NOTE, asked, about, start, end);
      case PRIORITY, MESSAGE, DESCRIPTION, DETAILS ->
          new SideEventDraft(context)
              .update(
                  update,
                  about,
                  asked.user != null ? asked.user : asked.source,
                  asked.note,
                  start,
                  end);
      case CREATE, UNSUPPORTED -> throw new IllegalStateException(action + " is no such request");
    };
  }

  /**
   * What the request sets of the alert.
   *
   * @throws BodyRefused where it does not say what to set
   */
  private SideEventDraft.Update update(DecodeContext context, Asked asked, int start)
      throws BodyRefused {
    SideEventDraft.Update update = new SideEventDraft.Update();
    switch (action) {
      case PRIORITY -> {
        String word = filled(asked.priority, "/priority", "Priority can not be empty.", start);
        Severity severity = SeverityWords.read(context.source().options(), word);
        if (severity == null) {
          throw BodyRefused.shape(
              "/priority", "Priority must be P1, P2, P3, P4 or P5, not '" + word + "'.", start);
        }
        update.severity(severity).label("priority", word);
      }
      case MESSAGE ->
          update.summary(filled(asked.message, "/message", "Message can not be empty.", start));
      case DESCRIPTION ->
          update.description(
              filled(asked.description, "/description", "Description can not be empty.", start));
      case DETAILS -> {
        if (asked.details.isEmpty()) {
          throw BodyRefused.shape("/details", "Details can not be empty.", start);
        }
        for (int i = 0; i < asked.details.size(); i++) {
          update.label(asked.details.name(i), asked.details.value(i));
        }
      }
      case CREATE, CLOSE, ACKNOWLEDGE, NOTE, UNSUPPORTED, UNACKNOWLEDGE -> {}
    }
    return update;
  }

  private static String filled(@Nullable String text, String at, String why, int start)
      throws BodyRefused {
    if (text == null) {
      throw BodyRefused.shape(at, why, start);
    }
    return text;
  }

  private static Element done(
      DecodeContext context, AlertAction what, Asked asked, Fingerprint about, int start, int end) {
    return new SideEventDraft(context)
        .action(
            what,
            about,
            null,
            asked.user != null ? asked.user : asked.source,
            asked.note,
            IncomingAlert.NONE,
            start,
            end);
  }

  private static Element closed(
      AlertDraft draft, Asked asked, Fingerprint about, int start, int end) {
    draft.start(false);
    draft.detail("user", asked.user);
    Labels.Builder annotations = new Labels.Builder();
    if (asked.note != null) {
      annotations.set("note", asked.note);
    }
    return draft.finish(
        asked.identifier == null ? about.toString() : asked.identifier,
        Labels.EMPTY,
        SecretFields.withhold(annotations.build(), draft),
        about,
        start,
        end);
  }

  /** What the path, the query and the body say. */
  private static final class Asked {
    private @Nullable String identifier;
    private String type = "id";
    private @Nullable String user;
    private @Nullable String source;
    private @Nullable String note;
    private @Nullable String priority;
    private @Nullable String message;
    private @Nullable String description;
    private Labels details = Labels.EMPTY;
    private final LabelMapReader maps = new LabelMapReader();

    private void read(BodyCursor in) throws IOException {
      in.members(
          name -> {
            switch (name) {
              case IDENTIFIER -> identifier = in.filledText();
              case IDENTIFIER_TYPE -> type = typeOf(in.filledText());
              case PathFields.REQUEST -> in.members(member -> request(in, member));
              default -> in.parser.skipChildren();
            }
          });
    }

    private static String typeOf(@Nullable String given) {
      return given == null ? "id" : given.strip().toLowerCase(Locale.ROOT);
    }

    private void request(BodyCursor in, String name) throws IOException {
      switch (name) {
        case "user" -> user = in.filledText();
        case "source" -> source = in.filledText();
        case "note" -> note = in.filledText();
        case "priority" -> priority = in.filledText();
        case "message" -> message = in.filledText();
        case "description" -> description = in.filledText();
        case "details" -> {
          details = Labels.EMPTY;
          if (in.parser.currentToken() == JsonToken.START_OBJECT) {
            details = maps.read(in);
          } else {
            in.parser.skipChildren();
          }
        }
        default -> in.parser.skipChildren();
      }
    }
  }
}

package dev.imas.gateway.sender.profile;

import dev.imas.core.profile.SenderProfile;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.ChangeFact;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.LabelSetAlerts;
import java.util.ArrayList;
import java.util.List;

/** Reads bodies as a profile says. The profile is compiled once, here. */
public final class ProfileDecoder implements AlertDecoder {

  private final String dialect;
  private final String called;
  private final Level body = new Level(null, 0);
  private final SenderProfile profile;
  private final List<ShapePlan> shapes;
  private final boolean hasEmbedded;

  /**
   * @param dialect also the kind of sender whose identities meet
   * @param called the name of an alert for which the profile finds none
   */
  public ProfileDecoder(String dialect, String called, SenderProfile profile) {
    this.dialect = dialect;
    this.called = called;
    this.profile = profile;
    this.shapes = profile.shapes().stream().map(shape -> new ShapePlan(shape, body)).toList();
    this.hasEmbedded = profile.shapes().stream().anyMatch(shape -> !shape.embedded().isEmpty());
    body.root.seal();
  }

  @Override
  public String dialect() {
    return dialect;
  }

  @Override
  public List<String> unmatched(byte[] bytes, int length, DecodeContext context) {
    int[] fits = {-1};
    BodyParser.read(
        bytes,
        length,
        in -> {
          TextReader.Spent spent = new TextReader.Spent();
          Frame read = BodyWalk.read(body, in, spent);
          for (int i = 0; i < shapes.size() && fits[0] < 0; i++) {
            fits[0] = shapes.get(i).fits(read, spent) ? i : -1;
          }
          return new Decoding.Read(List.of(), 0);
        });
    return fits[0] < 0
        ? List.of()
        : UnmatchedPointers.of(profile.shapes().get(fits[0]), bytes, length);
  }

  @Override
  public Decoding decode(byte[] bytes, int length, DecodeContext context) {
    return BodyParser.read(
        bytes,
        length,
        in -> {
          int start = in.start();
          TextReader.Spent spent = new TextReader.Spent();
          Frame read = BodyWalk.read(body, in, spent);
          in.expectEnd();
          for (ShapePlan shape : shapes) {
            if (shape.fits(read, spent)) {
              // JSON within a text has escapes of its own.
              AlertDraft draft = new AlertDraft(context, in.oddText() || hasEmbedded);
              ProfiledAlert alert = new ProfiledAlert(shape, dialect, called, draft, spent);
              List<Frame> frames = shape.alerts(read);
              List<Element> elements = new ArrayList<>(frames.size());
              int broken = 0;
              for (Frame frame : frames) {
                Element element = alert.read(frame);
                broken += element instanceof BrokenElement ? 1 : 0;
                elements.add(element);
                Element beside = alert.beside(element, frame);
                if (beside != null) {
                  elements.add(beside);
                }
                if (shape.also != null && !(element instanceof BrokenElement)) {
                  ChangeFact fact = alert.fact(frame);
                  if (fact != null) {
                    elements.add(fact);
                  }
                }
              }
              LabelSetAlerts.refuseIfAllBroken(elements, broken);
              return new Decoding.Read(elements, 0);
            }
          }
          throw BodyRefused.shape("", "the body has no shape that the profile knows", start);
        });
  }
}

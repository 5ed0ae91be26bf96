package dev.imas.gateway.sender.uptimekuma;

import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import java.util.List;

/**
 * One heartbeat per body: {@code monitor}, {@code heartbeat} and {@code msg}. A test, or a
 * certificate that ends soon, comes as {@code msg} alone.
 */
final class UptimeKumaDecoder implements AlertDecoder {

  @Override
  public String dialect() {
    return "uptime-kuma";
  }

  @Override
  public Decoding decode(byte[] body, int length, DecodeContext context) {
    return BodyParser.read(
        body,
        length,
        in -> {
          int start = in.start();
          UptimeKumaEvent event = new UptimeKumaEvent();
          event.read(in);
          int end = in.end();
          in.expectEnd();
          if (!event.isGiven()) {
            throw BodyRefused.shape("/monitor", "neither a monitor nor a msg is given", start);
          }
          AlertDraft draft = new AlertDraft(context, in.oddText());
          return new Decoding.Read(List.of(event.alert(draft, start, end)), 0);
        });
  }
}

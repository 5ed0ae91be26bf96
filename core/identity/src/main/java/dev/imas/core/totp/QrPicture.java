package dev.imas.core.totp;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as a picture.
 *
 * @param size modules from edge to edge, without the quiet zone of four that a reader needs
 * @param path the dark modules, as the path of an SVG in which a module is one unit wide
 */
public record QrPicture(int size, String path) {

  static QrPicture of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      int from = -1;
      for (int x = 0; x <= code.size; x++) {
        // Outside of the code everything is light.
        boolean isDark = code.getModule(x, y);
        if (isDark && from < 0) {
          from = x;
        } else if (!isDark && from >= 0) {
          path.append("M%d %dh%dv1h-%dz".formatted(from, y, x - from, x - from));
          from = -1;
        }
      }
    }
    return new QrPicture(code.size, path.toString());
  }
}

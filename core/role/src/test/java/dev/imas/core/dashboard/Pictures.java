package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * The pictures of the documentation. They are taken with {@code -Dimas.docs.write=true} alone,
 * since each one would be another at each build.
 */
final class Pictures {

  private static final Path FOLDER = Path.of("../../docs/pictures");
  private static final int MOST_BYTES = 150_000;
  private static final int COLOURS = 256;

  /** Of which look, and how. */
  private enum Picture {
    NOW("/", "now", 1280, ColorScheme.DARK),
    INCIDENTS("/incidents", "incidents", 1280, ColorScheme.LIGHT),
    INCIDENT("/incidents/{SHORT_ID}", "incident-phone", 360, ColorScheme.DARK),
    ALERTS("/alerts?columns=alertname&status=all", "alerts", 1280, ColorScheme.DARK),
    SCHEDULE("/schedules/{SCHEDULE}", "schedule", 1280, ColorScheme.LIGHT);

    final String path;
    final String file;
    final int width;
    final ColorScheme scheme;

    Picture(String path, String file, int width, ColorScheme scheme) {
      this.path = path;
      this.file = file;
      this.width = width;
      this.scheme = scheme;
    }
  }

  private Pictures() {}

  /** Takes the pictures of a page that is there, with text of its own size. */
  static void take(Page page, String path) {
    if (!Boolean.getBoolean("imas.docs.write")) {
      return;
    }
    for (Picture picture : Picture.values()) {
      if (picture.path.equals(path)) {
        page.setViewportSize(picture.width, 800);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(picture.scheme));
        page.waitForTimeout(500);
        write(picture, page.screenshot());
      }
    }
  }

  /**
   * Takes a page as it is now in both themes, on a desk and on a phone, into the folder that {@code
   * -Dimas.looks.folder} names: to be looked at.
   */
  static void takeAll(Page page, int number, String path) {
    String folder = System.getProperty("imas.looks.folder", "");
    if (folder.isEmpty()) {
      return;
    }
    String name = path.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    for (int width : new int[] {1440, 390}) {
      page.setViewportSize(width, width == 390 ? 844 : 900);
      for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.waitForTimeout(200);
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(
                    Path.of(
                        folder,
                        "%02d-%s-%d-%s.png"
                            .formatted(
                                number,
                                name.isEmpty() ? "home" : name,
                                width,
                                scheme.name().toLowerCase(Locale.ROOT)))));
      }
    }
  }

  private static void write(Picture picture, byte[] png) {
    try {
      BufferedImage taken = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
      ByteArrayOutputStream small = new ByteArrayOutputStream();
      ImageIO.write(withPalette(taken), "png", small);
      assertThat(small.size()).as(picture.file).isLessThan(MOST_BYTES);
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(picture.file + ".png"), small.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with the colours that it has most: letters have many shades of a few. */
  private static BufferedImage withPalette(BufferedImage picture) {
    int width = picture.getWidth();
    int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      // Few pixels have a colour, and it says the most.
      counts.merge(pixel & 0xffffff, isGrey(pixel) ? 1 : 20, Integer::sum);
    }
    List<Integer> kept =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(COLOURS)
            .map(Map.Entry::getKey)
            .toList();
    Map<Integer, Integer> nearest = new HashMap<>();
    counts.keySet().forEach(colour -> nearest.put(colour, nearest(kept, colour)));
    int[] palette = kept.stream().mapToInt(Integer::intValue).toArray();
    IndexColorModel colours =
        new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage small =
        new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, colours);
    byte[] indexes = ((DataBufferByte) small.getRaster().getDataBuffer()).getData();
    for (int at = 0; at < pixels.length; at++) {
      indexes[at] = (byte) (int) Objects.requireNonNull(nearest.get(pixels[at] & 0xffffff));
    }
    return small;
  }

  private static boolean isGrey(int pixel) {
    Color colour = new Color(pixel);
    int most = Math.max(colour.getRed(), Math.max(colour.getGreen(), colour.getBlue()));
    int least = Math.min(colour.getRed(), Math.min(colour.getGreen(), colour.getBlue()));
    return most - least < 64;
  }

  private static int nearest(List<Integer> kept, int colour) {
    int best = 0;
    long least = Long.MAX_VALUE;
    Color wanted = new Color(colour);
    for (int at = 0; at < kept.size(); at++) {
      Color one = new Color(kept.get(at));
      long red = one.getRed() - wanted.getRed();
      long green = one.getGreen() - wanted.getGreen();
      long blue = one.getBlue() - wanted.getBlue();
      long far = red * red + green * green + blue * blue;
      if (far < least) {
        least = far;
        best = at;
      }
    }
    return best;
  }
}

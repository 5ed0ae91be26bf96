package dev.imas.core.statuspage;

import dev.imas.core.platform.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of public pages as files, for a file server to show when IMAS is down. Each file is whole
 * at any time: it is written beside its place, and then moved there. Several processes may write
 * the same folder.
 */
final class Snapshots {

  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  private static final String JSON = "status.json";
  private static final String FEED = "feed.atom";
  private static final List<String> FILES = List.of("index.html", "index.fr.html", JSON, FEED);

  private final Path folder;
  private boolean failed;

  Snapshots(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the copy of a page. A failure is logged once, and tried again with the next copy.
   *
   * @param subscribe the address of the page at which one can subscribe; empty for none
   */
  void write(String slug, StatusView view, String subscribe) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("index.html", html(view, PublicWords.ENGLISH, subscribe));
    files.put("index.fr.html", html(view, PublicWords.FRENCH, subscribe));
    files.put(JSON, Json.write(view));
    // The address of a copy is not known here. Its place is a stable name for readers of feeds.
    files.put(FEED, PublicFeed.of(view, PublicWords.ENGLISH, "urn:imas:status:" + slug));
    try {
      Path of = Files.createDirectories(folder.resolve(slug));
      for (var file : files.entrySet()) {
        replace(of.resolve(file.getKey()), file.getValue());
      }
      failed = false;
    } catch (IOException e) {
      complain(e);
    }
  }

  private static String html(StatusView view, PublicWords words, String subscribe) {
    return PublicHtml.of(view, words, PublicHtml.Kind.COPY, FEED, subscribe);
  }

  private static void replace(Path place, String text) throws IOException {
    Path beside = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel file =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Removes the copies of pages that are no longer public, and nothing else. */
  void keepOnly(Set<String> slugs) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        if (!slugs.contains(child.getFileName().toString())
            && Files.isRegularFile(child.resolve(JSON))) {
          for (String file : FILES) {
            Files.deleteIfExists(child.resolve(file));
          }
        }
      }
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(IOException e) {
    if (!failed) {
      failed = true;
      log.atWarn()
          .addKeyValue("folder", folder)
          .addKeyValue("error", e.toString())
          .log("The copies of status pages cannot be written; it is tried again");
    }
  }
}
